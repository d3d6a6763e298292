#include "harness/cli/arguments.hpp"

#include <fmt/format.h>

#include <ostream>
#include <sstream>

#include "core/base/text.hpp"

namespace mass::cli {

namespace po = boost::program_options;

Arguments::Arguments(Tools& tools, const Verb& verb)
    : tools_(tools), verb_(verb), options_("options", 100, 50) {
  add_flag("help", "this text");
  add_list("plugin", "FILE", "a scheme in another program (docs/plugin-protocol.md); repeatable");
}

void Arguments::add_flag(const char* name, const char* text) {
  options_.add_options()(name, text);
  names_.emplace_back(name);
}

void Arguments::add(const char* name, const char* placeholder, const char* text) {
  options_.add_options()(name, po::value<std::string>()->value_name(placeholder), text);
  names_.emplace_back(name);
}

void Arguments::add_list(const char* name, const char* placeholder, const char* text) {
  options_.add_options()(name, po::value<std::vector<std::string>>()->value_name(placeholder),
                         text);
  names_.emplace_back(name);
}

void Arguments::positional(const char* name, int most) {
  hidden_.add_options()(name, po::value<std::vector<std::string>>());
  positions_.add(name, most);
}

std::optional<Exit> Arguments::parse(const std::vector<std::string>& words) {
  po::options_description all;
  all.add(options_).add(hidden_);
  try {
    const auto style = po::command_line_style::default_style &
                       ~static_cast<unsigned>(po::command_line_style::allow_guessing);
    po::store(po::command_line_parser(words)
                  .options(all)
                  .positional(positions_)
                  .style(static_cast<int>(style))
                  .run(),
              values_);
  } catch (const po::unknown_option& error) {
    const std::string name(trim(error.get_option_name()));
    const auto known = nearest(name.substr(name.find_first_not_of('-')), names_);
    return complain(fmt::format("unknown option {}{}", printable(name),
                                known ? "; did you mean --" + *known + "?" : ""));
  } catch (const po::error& error) {
    return complain(printable(error.what()));
  }
  if (has("help")) {
    print_help();
    return Exit::ok;
  }
  return std::nullopt;
}

std::string Arguments::text(const char* name, std::string_view otherwise) const {
  if (!has(name)) return std::string(otherwise);
  const auto& value = values_[name].value();
  if (const auto* one = boost::any_cast<std::string>(&value)) return *one;
  return list(name).front();
}

std::vector<std::string> Arguments::list(const char* name) const {
  if (!has(name)) return {};
  return values_[name].as<std::vector<std::string>>();
}

Result<bool> Arguments::wants_json() const {
  const std::string format = text("format", "table");
  if (format == "json" || format == "table") return format == "json";
  return fail(Errc::config, "--format takes table or json, not \"" + printable(format) + "\"");
}

Result<std::uint64_t> Arguments::number(const char* name, std::uint64_t otherwise) const {
  if (!has(name)) return otherwise;
  const auto value = parse_decimal(text(name));
  if (!value) {
    return fail(Errc::config,
                fmt::format("--{} takes a whole number, not \"{}\"", name, printable(text(name))));
  }
  return *value;
}

void Arguments::print_help() const {
  std::ostringstream options;
  options << options_;
  tools_.console.out << fmt::format("{}\n\nusage: massbench {} {}\n\n{}\nexamples:\n{}\n",
                                    verb_.summary, verb_.name, verb_.usage, options.str(),
                                    verb_.examples);
}

Exit Arguments::complain(const std::string& what) const {
  tools_.console.err << fmt::format("massbench {}: {}; see \"massbench {} --help\"\n", verb_.name,
                                    what, verb_.name);
  return Exit::usage;
}

}  // namespace mass::cli
