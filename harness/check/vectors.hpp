#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/value.hpp"
#include "core/message/transit.hpp"
#include "core/scheme/verdict.hpp"

namespace mass {

/// One expected header field of a signing case.
struct ExpectedField {
  std::string name;
  std::string compare;  ///< `tags`, `text` or `octets`.
  std::map<std::string, std::string> tags;
  std::string value;
};

/// What a case expects of the details of a verdict.
struct ExpectedDetail {
  ValueMap values;                  ///< A list of numbers is kept as a list of texts.
  std::vector<std::string> absent;  ///< Members that are null: there must be no such detail.
};

/// What a case expects of a Cryptographic Message Syntax structure that a signer made; the rest of
/// it is free.
struct ExpectedCms {
  std::size_t attributes_length = 0;
  std::string attributes_sha256;  ///< Of the signed attributes as DER of a SET OF (tag 0x31).
  std::string signature;          ///< RSA value in Base64.
};

/// Where the keys of a case are; file names are relative to the directory.
struct VectorSources {
  std::string dns;                 ///< Zone; empty if there is none.
  std::string http;                ///< Answers of web servers.
  std::vector<std::string> trust;  ///< PEM files with trust anchors.
  std::vector<std::string> crl;    ///< PEM files with revocation lists.
  auto operator<=>(const VectorSources&) const = default;
};

/// One case of a vector directory, defaults of its file laid under it.
struct VectorCase {
  std::string id;
  std::string kind;  ///< `verify`, `sign`, `canon`, `tag`, `check`.
  std::string file;  ///< Message, relative to the directory; empty for `tag` and `check`.
  std::optional<std::string> mail_from;
  std::vector<std::string> rcpt_to;
  Time now{};
  ValueMap params;
  VectorSources sources;
  std::string basis;
  std::vector<std::string> flags;

  Outcome verdict = Outcome::none;
  std::vector<Outcome> accept;
  std::optional<std::string> state;
  std::optional<std::string> identity;
  ExpectedDetail detail;
  /// One per signature, stamp or result, from the first; nothing if the case does not say.
  std::optional<std::vector<ExpectedDetail>> signatures;
  std::optional<std::string> address;
  std::optional<std::uint64_t> length;
  std::map<std::string, std::string> digest;  ///< Algorithm: hexadecimal digits.
  std::vector<ExpectedField> fields;
  std::optional<ExpectedCms> cms;
  std::string unsupported;  ///< Something the case asks for that this reader does not know.
};

/// A directory of test vectors, schema `mass-vectors-1`.
struct VectorSet {
  std::filesystem::path folder;
  std::string scheme;
  std::string title;
  std::vector<VectorCase> cases;
};

/// Reads `cases.json` of a folder. Errors name the file and what is wrong.
[[nodiscard]] Result<VectorSet> load_vectors(const std::filesystem::path& folder);

/// The folders with a `cases.json` at or directly below `folder`, sorted.
[[nodiscard]] std::vector<std::filesystem::path> find_vectors(const std::filesystem::path& folder);

}  // namespace mass
