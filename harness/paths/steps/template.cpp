#include "harness/paths/steps/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "harness/json/document.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kIdPrefix = "id:";
constexpr std::string_view kWithPrefix = "with:";
constexpr std::array<std::string_view, 12> kNames{
    "helo", "client",     "host",        "mail_from", "mail_from_local", "mail_from_domain",
    "rcpt", "rcpt_local", "rcpt_domain", "date",      "date_gmt",        "stamp"};

std::string_view local_part(std::string_view address) {
  return address.substr(0, address.rfind('@'));
}

std::string_view domain(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

// `+0000` and what may follow it stand behind the last blank of a date.
std::string without_zone(const std::string& date) {
  return date.substr(0, date.rfind(' '));
}

std::string random_id(std::string_view pattern, RandomSource& random) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kUpper = "0123456789ABCDEF";
  constexpr std::string_view kLower = "0123456789abcdef";
  constexpr std::string_view kAll =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id;
  for (const char c : pattern) {
    switch (c) {
      case 'X':
        id += random.text(kUpper, 1);
        break;
      case 'x':
        id += random.text(kLower, 1);
        break;
      case '9':
        id += random.text(kDigits, 1);
        break;
      case 'A':
        id += random.text(kAll, 1);
        break;
      default:
        id += c;
    }
  }
  return id;
}

// `Mon, 23 Nov 2026 15:11:33` as `20261123151133`.
std::string stamp(Time time) {
  const std::chrono::sys_seconds seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(seconds - day);
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<std::string> value_of(std::string_view name, const Envelope& envelope,
                                    StepContext& context) {
  // A ternary would make a string of both sides, and the view would outlive it.
  std::string_view rcpt;
  if (!envelope.rcpt_to.empty()) rcpt = envelope.rcpt_to.front();
  if (name == "helo") return one_line(envelope.helo);
  if (name == "client") {
    return envelope.client_address.empty() ? address_of(envelope.helo)
                                           : one_line(envelope.client_address);
  }
  if (name == "host") return one_line(context.host);
  if (name == "mail_from") return one_line(envelope.mail_from);
  if (name == "mail_from_local") return one_line(local_part(envelope.mail_from));
  if (name == "mail_from_domain") return one_line(domain(envelope.mail_from));
  if (name == "rcpt") return one_line(rcpt);
  if (name == "rcpt_local") return one_line(local_part(rcpt));
  if (name == "rcpt_domain") return one_line(domain(rcpt));
  if (name == "date") return mail_date(envelope.time);
  if (name == "date_gmt") return without_zone(mail_date(envelope.time)) + " GMT";
  if (name == "stamp") return stamp(envelope.time);
  if (name.starts_with(kWithPrefix)) {
    const std::string_view words = name.substr(kWithPrefix.size());
    const std::size_t bar = words.find('|');
    if (bar == std::string_view::npos) return std::string(words);
    return std::string(envelope.smtp_utf8 ? words.substr(bar + 1) : words.substr(0, bar));
  }
  if (name.starts_with(kIdPrefix)) {
    return random_id(name.substr(kIdPrefix.size()), context.random);
  }
  return std::nullopt;
}

// Calls `literal` with text as it stands and `name` with what stands between braces.
template <class Literal, class Name>
void scan(std::string_view text, Literal literal, Name name) {
  while (!text.empty()) {
    const std::size_t open = text.find("${");
    const std::size_t close =
        open == std::string_view::npos ? std::string_view::npos : text.find('}', open);
    if (close == std::string_view::npos) return literal(text);
    literal(text.substr(0, open));
    name(text.substr(open + 2, close - open - 2));
    text.remove_prefix(close + 1);
  }
}

}  // namespace

std::string fill(std::string_view text, const Envelope& envelope, StepContext& context) {
  std::string out;
  scan(
      text, [&](std::string_view literal) { out += literal; },
      [&](std::string_view name) {
        if (const auto value = value_of(name, envelope, context)) {
          out += *value;
        } else {
          out.append("${").append(name).append("}");
        }
      });
  return out;
}

std::string complaint_about_template(std::string_view text) {
  std::string complaint;
  scan(
      text, [](std::string_view) {},
      [&](std::string_view name) {
        const bool is_known = name.starts_with(kIdPrefix) || name.starts_with(kWithPrefix) ||
                              std::ranges::find(kNames, name) != kNames.end();
        if (is_known || !complaint.empty()) return;
        const std::vector<std::string> known(kNames.begin(), kNames.end());
        complaint = fmt::format("nothing is named ${{{}}}{}", printable(name),
                                did_you_mean(std::string(name), known));
      });
  return complaint;
}

}  // namespace mass::transforms
