#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/crypto/crypto.hpp"
#include "core/scheme/scheme.hpp"

/// E-mail Postmarks. The proposal of 2004 is lost: everything here is mass-bench profile 1, a
/// reconstruction. Section numbers are those of the postmarks sheet.
namespace mass::postmarks {

inline constexpr std::string_view kField = "Postmark";
inline constexpr std::string_view kVersion = "MB1";

/// A chain longer than this is not judged and not lengthened: every stamp may cost a look-up, a
/// public-key operation and a pass over the body. A project rule.
inline constexpr std::size_t kMaxStamps = 16;

/// What the office that stamped did with the message. Source: section 3, `r`.
enum class StampRole : std::uint8_t { origin, relay, list, forward, delivery };
[[nodiscard]] std::string_view word_of(StampRole role) noexcept;
[[nodiscard]] std::optional<StampRole> role_from(std::string_view word) noexcept;

/// Source: section 3, `a`.
[[nodiscard]] std::string_view algorithm_word(HashAlgorithm hash) noexcept;
[[nodiscard]] std::optional<HashAlgorithm> hash_from(std::string_view algorithm) noexcept;

/// What a mediator writes into `r`.
enum class MediatorWord : std::uint8_t {
  automatic,  ///< `list` if the message has a List-Id or List-Post field, else `forward`.
  list,
  forward,
};

/// The parameters of the scheme, read once.
struct Settings {
  // Verifying.
  bool binds_envelope = true;  ///< Source: section 5, note (`envelope`).

  // Stamping.
  StampRole role = StampRole::origin;  ///< As what originate() stamps.
  MediatorWord mediator = MediatorWord::automatic;
  HashAlgorithm hash = HashAlgorithm::sha1;
  std::chrono::seconds lifetime{};
  std::vector<std::string> headers;  ///< Lower case; empty: the standard list of section 3.3.
  std::vector<std::string> omitted;  ///< Lower case; names taken out of the standard list.
  bool over_lists = false;           ///< Names of the standard list once more than they occur.
  std::string selector;
  std::string domain;  ///< Empty: that of From or, at an intermediary, of its operator.
  std::string host;    ///< Empty: the host that acts, or `mx.` and the domain.
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if a header name, the selector, the domain or the host cannot stand in a stamp.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::postmarks
