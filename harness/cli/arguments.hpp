#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/cli.hpp"

namespace mass::cli {

/// The options of one verb: declared, parsed, asked.
///
///     Arguments args(tools, verb);
///     args.add("seed", "N", "run seed");
///     args.positional("scenario", 1);
///     if (auto done = args.parse(words)) return *done;
class Arguments {
 public:
  Arguments(Tools& tools, const Verb& verb);

  void add_flag(const char* name, const char* text);
  void add(const char* name, const char* placeholder, const char* text);
  void add_list(const char* name, const char* placeholder, const char* text);

  /// Words without a dash go to `name`; at most `most` of them (-1: any number).
  void positional(const char* name, int most);

  /// An exit code if there is nothing more to do: help was asked for, or the usage is wrong.
  [[nodiscard]] std::optional<Exit> parse(const std::vector<std::string>& words);

  [[nodiscard]] bool has(const char* name) const { return values_.count(name) != 0; }
  [[nodiscard]] std::string text(const char* name, std::string_view otherwise = {}) const;
  [[nodiscard]] std::vector<std::string> list(const char* name) const;

  /// Whether `--format` asks for JSON and not for a table, the standard. Errors: any other word.
  [[nodiscard]] Result<bool> wants_json() const;

  /// A whole number; complains and returns nothing if it is not one.
  [[nodiscard]] Result<std::uint64_t> number(const char* name, std::uint64_t otherwise) const;

 private:
  void print_help() const;
  [[nodiscard]] Exit complain(const std::string& what) const;

  Tools& tools_;
  const Verb& verb_;
  boost::program_options::options_description options_;
  boost::program_options::options_description hidden_;
  boost::program_options::positional_options_description positions_;
  boost::program_options::variables_map values_;
  std::vector<std::string> names_;
};

}  // namespace mass::cli
