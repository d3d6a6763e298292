#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/value.hpp"

namespace mass::test {

/// A case of a vector directory as far as these tests need it, schema `mass-vectors-1`. The
/// defaults of its file are laid under it.
struct VectorCase {
  std::string id;
  std::string kind;
  std::string file;
  std::string dns;
  std::string http;
  Time now{};
  ValueMap params;

  std::string verdict;
  std::vector<std::string> accept;
  std::optional<std::string> state;
  std::optional<std::string> identity;
  std::optional<std::string> address;
  ValueMap detail;
  std::vector<ValueMap> results;  ///< Details per signature, from the top.
  std::size_t length = 0;
  std::string sha1;
  std::string sha256;
  std::map<std::string, std::string> tags;  ///< Of the first expected field.
  std::string value;                        ///< Of the first expected field, unfolded.
};

/// Where the shared vectors of a scheme are.
[[nodiscard]] std::filesystem::path vector_folder(const std::string& name);

/// Reads `cases.json`; a failed expectation and an empty list if that does not work.
[[nodiscard]] std::vector<VectorCase> read_cases(const std::filesystem::path& folder);

[[nodiscard]] std::string read_octets(const std::filesystem::path& file);

/// Takes a text setting out of a case's parameters.
[[nodiscard]] std::string take_text(ValueMap& params, const std::string& name);

/// Expects the verdict to be an accepted one; where it is the expected one, state, identity and
/// every detail too.
void expect_judged_as(const VectorCase& one, std::string_view verdict, std::string_view state,
                      std::string_view identity, const ValueMap& detail);

}  // namespace mass::test
