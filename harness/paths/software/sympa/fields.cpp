#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sympa/field_text.hpp"
#include "harness/paths/software/sympa/mail_charset.hpp"
#include "harness/paths/software/sympa/sympa.hpp"

namespace mass::transforms {

namespace {

// `a@b` as `a%40b`; what is no UTF-8 as U+FFFD. Source: Sympa::Tools::Text, encode_uri.
std::string uri_escaped(std::string_view text) {
  std::string out;
  for (const char c : to_utf8(lenient_utf32(text))) {
    const bool is_plain = is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') ||
                          std::string_view("-._~").contains(c);
    out += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Between the first `<` and the last `>` of a line, or all of it.
std::string_view bare_id(std::string_view value) {
  for (const std::string_view line : split(value, '\n')) {
    const std::size_t open = line.find('<');
    const std::size_t close = line.rfind('>');
    if (close != std::string_view::npos && open + 1 < close) {
      return line.substr(open + 1, close - open - 1);
    }
  }
  return value;
}

Applied apply_archived_at(const Transit& transit, const Parameters& parameters, StepContext&) {
  const auto day = std::chrono::floor<std::chrono::days>(transit.envelope.time);
  const std::chrono::year_month_day date(day);
  const std::string id = sympa_value(transit.message, "Message-Id");
  MessageEditor editor(transit.message);
  editor.append(sympa_field(
      "Archived-At",
      fmt::format("<{}/{:04}-{:02}/{}>", parameters.text("url"), static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), uri_escaped(bare_id(id)))));
  return edited(transit, std::move(editor), {"added Archived-At"});
}

Applied apply_reply_to(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string old = sympa_value(transit.message, "Reply-To");
  if (!old.empty() && parameters.text("apply") == "respect") return unchanged(transit);
  MessageEditor editor(transit.message);
  editor.erase_all("Reply-To");
  editor.erase_all("Resent-Reply-To");
  const std::string& value = parameters.text("value");
  const std::string& address = parameters.text("address");
  const std::string from = sympa_value(transit.message, "From");
  const std::string text = value == "sender" ? from
                           : value == "all"  ? fmt::format("{},{}", address, from)
                                             : address;
  if (!text.empty()) editor.append(sympa_field("Reply-To", text));
  return edited(transit, std::move(editor), {"set Reply-To to " + one_line(text)});
}

}  // namespace

Transform sympa_archived_at() {
  return {.id = "sympa_archived_at",
          .name = "sympa_archived_at",
          .text = "Adds Archived-At with the month and the Message-Id.",
          .models = "Sympa (RFC 5064)",
          .benign = true,
          .parameters = {free_text("url", "http://lists.example.org/wws/arcsearch_id/demo",
                                   "What stands in front of the month.")},
          .apply = apply_archived_at};
}

Transform sympa_reply_to() {
  return {.id = "sympa_reply_to",
          .name = "sympa_reply_to",
          .text = "Puts the sender, the list or both into a Reply-To at the end.",
          .models = "Sympa (reply_to_header)",
          .benign = true,
          .parameters = {word("value", "sender", {"sender", "list", "all", "other_email"},
                              "From, the address below, or the address and From."),
                         word("apply", "respect", {"respect", "forced"},
                              "respect: a message with Reply-To keeps it."),
                         free_text("address", "", "The list's address, or another.")},
          .apply = apply_reply_to};
}

std::vector<Transform> sympa_steps() {
  return {sympa_receive(), sympa_subject(), sympa_reply_to(), sympa_archived_at(),
          sympa_dmarc(),   sympa_footer(),  sympa_send()};
}

}  // namespace mass::transforms
