#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"

/// What headers of frames hold, to and from our own types. Source: docs/plugin-protocol.md.
///
/// Texts are octets: each is the character of the same number, U+0000 to U+00FF, so that what is
/// not UTF-8 arrives as it was. A text with any character beyond those is taken as its UTF-8.
///
/// The readers of what comes from the other side throw nlohmann::json::exception when a member has
/// the wrong type and std::invalid_argument when it has a word that is none; `read_wire` makes an
/// error of either. Members that lack keep what the type says.
namespace mass::wire {

using nlohmann::json;

[[nodiscard]] json text(std::string_view octets);
[[nodiscard]] std::string octets(const json& text);

[[nodiscard]] json value_json(const Value& value);
[[nodiscard]] Value value_of(const json& item);
[[nodiscard]] json to_json(const ValueMap& values);
[[nodiscard]] ValueMap values(const json& object);

/// `envelope` and `hops`.
void put(json& header, const Transit& transit);
[[nodiscard]] Transit transit(const json& header);
/// Members that are there are laid over `envelope`.
void overlay(Envelope& envelope, const json& object);
[[nodiscard]] json to_json(const Envelope& envelope);

[[nodiscard]] json to_json(const Role& role);
[[nodiscard]] Role role(const json& object);

/// Hashes and key operations only: look-ups are counted where they are answered.
[[nodiscard]] json to_json(const CostMeter& cost);
void add_cost(CostMeter& cost, const json& object);

[[nodiscard]] json to_json(const Verdict& verdict);
/// A verdict without cause gets the one that its outcome suggests.
[[nodiscard]] Verdict verdict(const json& object);

[[nodiscard]] json to_json(const Trace& trace);
void append(Trace& trace, const json& array);

[[nodiscard]] json to_json(const Publication& publication);
[[nodiscard]] Publication publication(const json& object);

/// A question for keys: `kind` and `name`.
[[nodiscard]] json to_json(const KeyQuery& query);
[[nodiscard]] KeyQuery query(const json& object);
[[nodiscard]] json to_json(const KeyAnswer& answer);
[[nodiscard]] KeyAnswer answer(const json& object);

[[nodiscard]] json to_json(const CertificateNames& names);
[[nodiscard]] CertificateNames names(const json& object);

/// What a scheme says of itself, but for its id, its family and what stands in.
[[nodiscard]] json to_json(const SchemeInfo& info);
/// Members that are there are laid over `info`.
void overlay(SchemeInfo& info, const json& object);

[[nodiscard]] std::string_view name_of(Errc code) noexcept;
/// Errc::missing for a word that is none: something outside did not do its part.
[[nodiscard]] Errc errc_from(std::string_view name) noexcept;

/// Runs a reader on what the other side sent. Errc::protocol says what is wrong with it.
template <class Reader>
[[nodiscard]] auto read_wire(const Reader& reader) -> Result<decltype(reader())> {
  try {
    return reader();
  } catch (const json::exception& error) {
    return fail(Errc::protocol, error.what());
  } catch (const std::invalid_argument& error) {
    return fail(Errc::protocol, error.what());
  }
}

}  // namespace mass::wire
