#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/postfix/postfix.hpp"
#include "harness/paths/steps/mime/entities.hpp"
#include "harness/pattern/pattern.hpp"

namespace mass::transforms {

namespace {

constexpr std::array<std::string_view, 11> kActions{"REPLACE", "PREPEND", "IGNORE", "STRIP",
                                                    "DUNNO",   "OK",      "WARN",   "INFO",
                                                    "REJECT",  "DISCARD", "HOLD"};

struct Rule {
  Pattern pattern;
  bool is_negated = false;
  std::string action;
  std::string text;
};

// `/pattern/flags ACTION text` as a pcre table has it. Flags toggle: case does not matter and a dot
// matches a line end unless they are given. Source: pcre_table(5), header_checks(5).
Result<Rule> parse_rule(std::string_view line) {
  const bool is_negated = line.starts_with('!');
  if (is_negated) line.remove_prefix(1);
  const std::size_t close = line.empty() ? std::string_view::npos : line.rfind(line.front(), [&] {
    // The delimiter that ends the pattern is the last one before the first blank behind it.
    std::size_t at = 1;
    while (at < line.size() && line[at] != line.front()) at += line[at] == '\\' ? 2U : 1U;
    return at;
  }());
  if (close == std::string_view::npos || close == 0) {
    return fail(Errc::config, fmt::format("\"{}\": write /pattern/flags ACTION", printable(line)));
  }
  const std::string_view rest = line.substr(close + 1);
  const std::size_t flags_end = std::min(rest.find_first_of(" \t"), rest.size());
  PatternOptions options{.lines = false, .ignore_case = true, .dot_all = true};
  for (const char flag : rest.substr(0, flags_end)) {
    if (flag == 'i') options.ignore_case = !options.ignore_case;
    if (flag == 's') options.dot_all = !options.dot_all;
    if (flag == 'm') options.lines = !options.lines;
    if (!std::string_view("ismxAEUX").contains(flag)) {
      return fail(Errc::config, fmt::format("\"{}\": unknown flag {}", printable(line), flag));
    }
  }
  auto pattern = Pattern::compile(line.substr(1, close - 1), options);
  if (!pattern) return std::unexpected(pattern.error());
  const std::string_view command = trim(rest.substr(flags_end));
  const std::size_t action_end = std::min(command.find(' '), command.size());
  std::string action(command.substr(0, action_end));
  if (std::ranges::find(kActions, action) == kActions.end()) {
    return fail(Errc::config, fmt::format("\"{}\": the action {} is not one of those modelled",
                                          printable(line), printable(action)));
  }
  return Rule{*std::move(pattern), is_negated, std::move(action),
              std::string(command.substr(std::min(action_end + 1, command.size())))};
}

// `$1`, `${1}` and `$(1)` are groups, `$$` is a dollar.
std::string expand(std::string_view text, const std::vector<std::string>& groups) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const bool has_brace = text[i + 1] == '{' || text[i + 1] == '(';
    const std::size_t digit = i + 1 + (has_brace ? 1U : 0U);
    if (text[i + 1] == '$') {
      out += '$';
      ++i;
    } else if (digit < text.size() && is_digit(text[digit])) {
      const auto group = static_cast<std::size_t>(text[digit] - '0');
      if (group < groups.size()) out += groups[group];
      i = digit + (has_brace ? 1U : 0U);
    } else {
      out += '$';
    }
  }
  return out;
}

// A rule that asks for a group its pattern lacks is none.
bool asks_beyond(std::string_view text, std::size_t groups) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '$') continue;
    if (text[++i] == '{' || text[i] == '(') ++i;
    if (i < text.size() && is_digit(text[i]) && static_cast<std::size_t>(text[i] - '0') >= groups) {
      return true;
    }
  }
  return false;
}

// What tables are asked for: the whole field, lines joined by a bare LF.
std::string lookup_text(const Field& field) {
  std::string text;
  for (const char c : field.raw()) {
    if (c != '\r') text += c;
  }
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

// Nothing if the text is no header field: Postfix warns and lets the field pass.
std::optional<Field> field_from(std::string_view text) {
  auto field = parse_field(Octets(with_crlf_ends(text) + "\r\n"));
  return field == nullptr ? std::nullopt : std::optional(*field);
}

class Checks {
 public:
  explicit Checks(const std::vector<Rule>& rules) : rules_(rules) {}

  void edit(MessageEditor& entity) {
    for (std::size_t i = 0; i < entity.fields().size(); ++i) {
      const std::string text = lookup_text(entity.fields()[i]);
      for (const Rule& rule : rules_) {
        const auto groups = rule.pattern.find(text);
        if (groups.has_value() == rule.is_negated) continue;
        if (asks_beyond(rule.text, groups ? groups->size() : 0)) continue;
        act(rule, groups.value_or(std::vector<std::string>{}), entity, i);
        break;
      }
    }
  }

  Delivery delivery = Delivery::in_transit;
  std::vector<std::string> log;

 private:
  // `at` stays at the field that was looked at, or goes back by one when that went away.
  void act(const Rule& rule, const std::vector<std::string>& groups, MessageEditor& entity,
           std::size_t& at) {
    if (delivery != Delivery::in_transit) return;  // decided by a field above
    const std::string name = one_line(entity.fields()[at].name());
    if (rule.action == "IGNORE" || rule.action == "STRIP") {
      entity.erase(at--);
    } else if (rule.action == "REPLACE") {
      const auto field = field_from(expand(rule.text, groups));
      if (!field) return;
      entity.replace(at, *field);
    } else if (rule.action == "PREPEND") {
      const auto field = field_from(expand(rule.text, groups));
      if (!field) return;
      entity.insert(at++, *field);
    } else if (rule.action == "REJECT") {
      delivery = Delivery::rejected;
    } else if (rule.action == "DISCARD") {
      delivery = Delivery::discarded;
    } else if (rule.action == "HOLD") {
      delivery = Delivery::bounced;
    } else {
      return;
    }
    log.push_back(rule.action + " " + name);
  }

  const std::vector<Rule>& rules_;
};

Result<std::vector<Rule>> parse_rules(const Parameters& parameters) {
  std::vector<Rule> rules;
  for (const std::string& line : parameters.list("rules")) {
    auto rule = parse_rule(line);
    if (!rule) return std::unexpected(rule.error());
    rules.push_back(*std::move(rule));
  }
  return rules;
}

Applied apply_header_checks(const Transit& transit, const Parameters& parameters, StepContext&) {
  const auto rules = parse_rules(parameters);
  if (!rules) return unchanged(transit);  // the path reader refused them
  Checks checks(*rules);
  Transit after = transit;
  after.message = edit_entities(transit.message, [&](MessageEditor& entity, EntityKind,
                                                     std::size_t) { checks.edit(entity); });
  after.delivery = checks.delivery;
  return applied(transit, std::move(after), std::move(checks.log));
}

std::string header_checks_complaint(const Parameters& parameters) {
  const auto rules = parse_rules(parameters);
  return rules ? "" : rules.error().what;
}

}  // namespace

Transform postfix_header_checks() {
  return {.id = "postfix_header_checks",
          .name = "postfix_header_checks",
          .text =
              "Goes through header fields by a table of patterns, those of parts and of "
              "attached messages too.",
          .models = "Postfix, header_checks with a pcre table",
          .benign = true,
          .parameters = {texts("rules", {},
                               "`/pattern/flags ACTION text`, the first that matches acts: "
                               "REPLACE, PREPEND, IGNORE, STRIP, REJECT, DISCARD, HOLD, DUNNO.")},
          .complaint = header_checks_complaint,
          .apply = apply_header_checks};
}

}  // namespace mass::transforms
