#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/exim/exim.hpp"
#include "harness/paths/steps/fields/address_spans.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kFlags = "EFTbcfhrstqw";

// Which flag lets a rule at which field, Resent- fields alike.
struct FieldFlag {
  std::string_view field;
  char flag;
};
constexpr std::array<FieldFlag, 6> kFields{
    {{"From", 'f'}, {"To", 't'}, {"Cc", 'c'}, {"Bcc", 'b'}, {"Reply-To", 'r'}, {"Sender", 's'}}};

struct Rule {
  std::string pattern;
  std::string replacement;
  std::string flags;

  // A rule without flags for places is for all of them.
  [[nodiscard]] bool is_for(char place) const {
    const bool has_place = flags.find_first_of("EFTbcfhrst") != std::string::npos;
    if (!has_place || flags.contains(place)) return true;
    return place == 'F' || place == 'T' ? flags.contains('E') : flags.contains('h');
  }
};

std::optional<Rule> parse_rule(std::string_view line) {
  Rule rule;
  const auto next_word = [&line] {
    line = trim(line);
    std::size_t end = 0;
    if (line.starts_with('"')) {
      end = line.find('"', 1);
      if (end == std::string_view::npos) return std::string();
      std::string word(line.substr(1, end - 1));
      line.remove_prefix(end + 1);
      return word;
    }
    end = std::min(line.find_first_of(" \t"), line.size());
    std::string word(line.substr(0, end));
    line.remove_prefix(end);
    return word;
  };
  rule.pattern = next_word();
  rule.replacement = next_word();
  rule.flags = std::string(trim(line));
  if (rule.pattern.empty() || rule.replacement.empty()) return std::nullopt;
  if (rule.flags.find_first_not_of(kFlags) != std::string::npos) return std::nullopt;
  return rule;
}

std::vector<Rule> parse_rules(const Parameters& parameters) {
  std::vector<Rule> rules;
  for (const std::string& line : parameters.list("rules")) {
    if (auto rule = parse_rule(line)) rules.push_back(*std::move(rule));
  }
  return rules;
}

// `*` stands for anything on its side of the `@`; what it stood for is $1 and $2, the whole is $0.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view address) {
  const auto [wanted_local, wanted_domain] = split_address(pattern);
  const auto [local, domain] = split_address(address);
  std::vector<std::string> groups{std::string(address)};
  const auto matches = [&groups](std::string_view wanted, std::string_view text) {
    if (!wanted.starts_with('*')) return iequals(wanted, text);
    const std::string_view rest = wanted.substr(1);
    if (text.size() < rest.size() || !iequals(text.substr(text.size() - rest.size()), rest)) {
      return false;
    }
    groups.emplace_back(text.substr(0, text.size() - rest.size()));
    return true;
  };
  if (!matches(wanted_local, local) || !matches(wanted_domain, domain)) return std::nullopt;
  return groups;
}

std::string expand(std::string_view text, const std::vector<std::string>& groups) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_group = text[i] == '$' && i + 1 < text.size() && is_digit(text[i + 1]);
    if (!is_group) {
      out += text[i];
      continue;
    }
    const auto group = static_cast<std::size_t>(text[++i] - '0');
    if (group < groups.size()) out += groups[group];
  }
  return out;
}

struct Rewritten {
  std::string text;
  bool is_whole = false;  ///< It takes the place of phrase and comments too.
};

// Rules act one after the other on what the ones before made.
std::optional<Rewritten> rewritten(std::string_view address, char place,
                                   const std::vector<Rule>& rules) {
  std::optional<Rewritten> result;
  std::string current(address);
  for (const Rule& rule : rules) {
    if (!rule.is_for(place)) continue;
    const auto groups = match(rule.pattern, current);
    if (!groups) continue;
    const bool is_whole = rule.flags.contains('w');
    const std::string text = expand(rule.replacement, *groups);
    const auto spans = address_spans(text);
    current = spans.empty() ? text : bare_address(text, spans.front());
    result = Rewritten{is_whole ? text : current, is_whole};
    if (rule.flags.contains('q')) break;
  }
  return result;
}

std::string rewritten_value(std::string_view value, char place, const std::vector<Rule>& rules) {
  std::string out;
  std::size_t copied = 0;
  for (const AddressSpan& span : address_spans(value)) {
    const auto change = rewritten(bare_address(value, span), place, rules);
    if (!change) continue;
    const std::size_t begin = change->is_whole ? span.begin : span.address_begin;
    out.append(value.substr(copied, begin - copied)).append(change->text);
    copied = change->is_whole ? span.end : span.address_end;
  }
  return out.append(value.substr(copied));
}

Applied apply_rewrite(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::vector<Rule> rules = parse_rules(parameters);
  Transit after = transit;
  std::vector<std::string> log;
  if (auto change = rewritten(transit.envelope.mail_from, 'F', rules)) {
    after.envelope.mail_from = std::move(change->text);
    log.emplace_back("envelope sender rewritten");
  }
  for (std::string& recipient : after.envelope.rcpt_to) {
    if (auto change = rewritten(recipient, 'T', rules)) recipient = std::move(change->text);
  }
  MessageEditor editor(transit.message);
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const std::string_view name =
        istarts_with(field.name(), "Resent-") ? field.name().substr(7) : field.name();
    const auto* const found = std::ranges::find_if(
        kFields, [name](const FieldFlag& one) { return iequals(one.field, name); });
    if (found == kFields.end()) continue;
    const std::string value = rewritten_value(field.value(), found->flag, rules);
    if (value == field.value()) continue;
    log.push_back("rewrote addresses of " + one_line(field.name()));
    editor.replace(i, with_value(field, value));
  }
  after.message = std::move(editor).finish();
  return applied(transit, std::move(after), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  for (const std::string& line : parameters.list("rules")) {
    if (!parse_rule(line)) {
      return fmt::format("\"{}\" is no rule; write PATTERN REPLACEMENT FLAGS, flags of {}",
                         printable(line), kFlags);
    }
  }
  return "";
}

}  // namespace

Transform exim_rewrite() {
  return {.id = "exim_rewrite",
          .name = "exim_rewrite",
          .text = "Rewrites addresses of the header and of the envelope in place, by rules.",
          .models = "Exim, the rewrite section",
          .benign = true,
          .parameters = {texts("rules", {},
                               "`*@a.example $1@b.example Ffrsbtc`: pattern, replacement, flags as "
                               "in Exim's configuration (regular expressions are not modelled).")},
          .complaint = complaint,
          .apply = apply_rewrite};
}

std::vector<Transform> exim_steps() {
  return {exim_rewrite(), exim_utf8_downgrade()};
}

}  // namespace mass::transforms
