#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mass {

/// One check as JUnit XML has it.
struct JunitCase {
  enum class Result : std::uint8_t { passed, failed, error, skipped };
  std::string name;
  Result result = Result::passed;
  std::string message;             ///< Unless it passed: what was found, one sentence.
  std::vector<std::string> lines;  ///< Of a failure or an error: what to look into.
};

struct JunitSuite {
  std::string name;
  std::string class_name;  ///< Under which a CI sorts the cases.
  std::vector<JunitCase> cases;
};

/// JUnit XML as CI systems read it: `testsuites`, `testsuite`, `testcase` with `failure`, `error`
/// or `skipped`. All text is hostile.
[[nodiscard]] std::string junit_xml(std::string_view name, const std::vector<JunitSuite>& suites);

}  // namespace mass
