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

/// One case of a vector directory, defaults of its file laid under it.
struct VectorCase {
  std::string id;
  std::string kind;  ///< `verify`, `sign`, `canon`, `tag`, `check`.
  std::string file;  ///< Message, relative to the directory; empty for `tag` and `check`.
  std::optional<std::string> mail_from;
  std::vector<std::string> rcpt_to;
  Time now{};
  ValueMap params;
  std::string dns;  ///< Zone file, relative to the directory; empty if there is none.
  std::string basis;
  std::vector<std::string> flags;

  Outcome verdict = Outcome::none;
  std::vector<Outcome> accept;
  std::optional<std::string> state;
  std::optional<std::string> identity;
  ValueMap detail;
  std::optional<std::string> address;
  std::optional<std::uint64_t> length;
  std::map<std::string, std::string> digest;  ///< Algorithm: hexadecimal digits.
  std::vector<ExpectedField> fields;
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
