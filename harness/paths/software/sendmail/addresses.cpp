#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"
#include "harness/paths/steps/fields/address_spans.hpp"

namespace mass::transforms {

namespace {

constexpr std::array<std::string_view, 8> kSenderFields{
    "From",      "Sender",      "Reply-To",      "Disposition-Notification-To",
    "Errors-To", "Resent-From", "Resent-Sender", "Resent-Reply-To"};
constexpr std::array<std::string_view, 8> kRecipientFields{
    "To",        "Cc",         "Bcc",           "Resent-To",
    "Resent-Cc", "Resent-Bcc", "Apparently-To", "Return-Receipt-To"};
constexpr std::string_view kMustQuote = "@,;:\\()[].'";
constexpr std::size_t kLastColumn = 78;
constexpr std::string_view kIndent = "        ";

template <std::size_t N>
bool is_one_of(const Field& field, const std::array<std::string_view, N>& names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return field.is(name); });
}

class Rewriter {
 public:
  explicit Rewriter(const Parameters& parameters) : parameters_(parameters) {}

  [[nodiscard]] std::string address(std::string address, bool is_sender) const {
    const std::string& qualify = parameters_.text("qualify_domain");
    if (!address.contains('@') && !qualify.empty() && !address.empty()) address += "@" + qualify;
    if (!is_sender) return address;
    const auto [local, domain] = split_address(address);
    const bool is_masked = std::ranges::any_of(
        parameters_.list("masquerade_domains"),
        [&, name = domain](const std::string& one) { return iequals(one, name); });
    return is_masked ? std::string(local) + "@" + parameters_.text("masquerade_as") : address;
  }

 private:
  const Parameters& parameters_;
};

std::string without_line_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r' && c != '\n') out += c;
  }
  return out;
}

// A phrase with a character that must not stand bare is put in quotes as a whole.
std::string quoted_phrase(std::string_view phrase) {
  bool is_quoted = false;
  bool needs_quotes = false;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const char c = phrase[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"' && depth == 0) {
      is_quoted = !is_quoted;
    } else if (is_quoted) {
      continue;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (depth == 0 && kMustQuote.contains(c)) {
      needs_quotes = true;
    }
  }
  if (!needs_quotes || phrase.contains('"')) return std::string(phrase);
  const std::string_view text = trim(phrase);
  const std::size_t end = static_cast<std::size_t>(text.data() - phrase.data()) + text.size();
  return "\"" + std::string(text) + "\"" + std::string(phrase.substr(end));
}

std::string element_text(std::string_view value, const AddressSpan& span, bool is_sender,
                         const Rewriter& rewriter) {
  std::string before = without_line_ends(value.substr(span.begin, span.address_begin - span.begin));
  const std::string after =
      without_line_ends(value.substr(span.address_end, span.end - span.address_end));
  if (before.ends_with('<')) {
    before.pop_back();
    before = quoted_phrase(before) + "<";
  }
  return before + rewriter.address(bare_address(value, span), is_sender) + after;
}

// One address after the other on a line until the next would pass its end.
std::string comma_list(const std::vector<std::string>& elements, std::size_t column) {
  std::string out = " ";
  for (std::size_t i = 0; i < elements.size(); ++i) {
    column += elements[i].size() + (i > 0 ? 2 : 0);
    if (i > 0 && column > kLastColumn) {
      out.append(",\r\n").append(kIndent);
      column = kIndent.size() + elements[i].size();
    } else if (i > 0) {
      out += ", ";
    }
    out += elements[i];
  }
  return out;
}

Applied apply_addresses(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Rewriter rewriter(parameters);
  Transit after = transit;
  std::vector<std::string> log;
  if (parameters.flag("masquerade_envelope") && !transit.envelope.mail_from.empty()) {
    after.envelope.mail_from = rewriter.address(transit.envelope.mail_from, true);
  }
  MessageEditor editor(transit.message);
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const bool is_sender = is_one_of(field, kSenderFields);
    if (!is_sender && !is_one_of(field, kRecipientFields)) continue;
    const std::string_view value = field.value();
    const auto spans = address_spans(value);
    // A group has words that are no address; it is left as it stands.
    if (spans.empty() || value.contains(';')) continue;
    std::vector<std::string> elements;
    for (const AddressSpan& span : spans) {
      elements.push_back(element_text(value, span, is_sender, rewriter));
    }
    const std::string changed = comma_list(elements, field.name().size() + 2);
    if (changed == value) continue;
    log.push_back("wrote " + one_line(field.name()) + " anew");
    editor.replace(i, with_value(field, changed));
  }
  after.message = std::move(editor).finish();
  return applied(transit, std::move(after), std::move(log));
}

}  // namespace

Transform sendmail_addresses() {
  return {.id = "sendmail_addresses",
          .name = "sendmail_addresses",
          .text =
              "Writes every address field anew: one blank, folds of eight blanks, phrases in "
              "quotes where they must be, addresses without blanks and with a domain.",
          .models = "Sendmail (commaize, crackaddr, header rewriting of the SMTP mailers)",
          .benign = true,
          .parameters = {free_text("qualify_domain", "",
                                   "Domain for addresses without one; empty: they stay."),
                         texts("masquerade_domains", {},
                               "Domains that senders shall not show (MASQUERADE_DOMAIN)."),
                         free_text("masquerade_as", "", "What they show (MASQUERADE_AS)."),
                         flag("masquerade_envelope", false, "The envelope sender too.")},
          .apply = apply_addresses};
}

std::vector<Transform> sendmail_steps() {
  return {sendmail_addresses(), sendmail_to_seven_bit()};
}

}  // namespace mass::transforms
