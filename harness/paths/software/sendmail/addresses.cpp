#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sendmail/address_scan.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"

namespace mass::transforms {

namespace {

constexpr std::array<std::string_view, 8> kSenderFields{
    "From",      "Sender",      "Reply-To",      "Disposition-Notification-To",
    "Errors-To", "Resent-From", "Resent-Sender", "Resent-Reply-To"};
constexpr std::array<std::string_view, 7> kRecipientFields{
    "To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc", "Apparently-To"};
constexpr std::size_t kLastColumn = 78;
constexpr std::string_view kIndent = "        ";

using Tokens = std::vector<std::string>;

// `Name: a@b` without brackets names a group, `[IPv6:...]` does not; semicolons at the end go.
void strip_group(Tokens& tokens) {
  const bool has_angle = std::ranges::find(tokens, "<") != tokens.end();
  if (!has_angle && !tokens.empty() && tokens.front() != "@") {
    const auto colon = std::ranges::find(tokens, ":");
    const auto bracket = std::ranges::find(tokens, "[");
    const bool is_node = colon != tokens.end() && colon + 1 != tokens.end() && colon[1] == ":";
    if (colon < bracket && !is_node) tokens.erase(tokens.begin(), colon + 1);
  }
  while (!tokens.empty() && tokens.back() == ";") tokens.pop_back();
}

// The innermost or last of several brackets counts; whatever stands outside goes.
void strip_angles(Tokens& tokens) {
  const auto open = std::ranges::find(tokens.rbegin(), tokens.rend(), "<");
  if (open == tokens.rend()) return;
  tokens.erase(tokens.begin(), open.base());
  tokens.erase(std::ranges::find(tokens, ">"), tokens.end());
}

void strip_route(Tokens& tokens) {
  while (!tokens.empty() && tokens.front() == "@") {
    auto end = std::ranges::find(tokens, ",");
    if (end == tokens.end()) end = std::ranges::find(tokens, ":");
    if (end == tokens.end() || end + 1 == tokens.end()) return;
    tokens.erase(tokens.begin(), end + 1);
  }
}

class Rewriter {
 public:
  explicit Rewriter(const Parameters& parameters) : parameters_(parameters) {}

  /// The address alone, as the next hop shall see it.
  [[nodiscard]] std::string address(Tokens tokens, bool is_sender) const {
    strip_group(tokens);
    strip_angles(tokens);
    strip_route(tokens);
    if (tokens.empty()) return {};
    auto at = std::ranges::find(tokens.rbegin(), tokens.rend(), "@");
    if (at == tokens.rend()) {
      const bool is_path = std::ranges::find(tokens, "!") != tokens.end();
      if (is_path && !is_sender && parameters_.flag("keep_bang_paths")) {
        return sendmail_join(tokens);
      }
      if (!is_path) at = std::ranges::find(tokens.rbegin(), tokens.rend(), "%");
    }
    Tokens domain(at == tokens.rend() ? tokens.end() : at.base(), tokens.end());
    Tokens local(tokens.begin(), at == tokens.rend() ? tokens.end() : at.base() - 1);
    if (at != tokens.rend() && domain.empty()) return {};
    if (local.empty()) return sendmail_join(tokens);
    if (!domain.empty() && domain.back() == ".") domain.pop_back();
    std::string name = sendmail_join(domain);
    if (domain.empty() || iequals(name, "localhost")) name = parameters_.text("qualify_domain");
    if (is_masked(name, is_sender)) name = parameters_.text("masquerade_as");
    return sendmail_join(local) + (name.empty() ? "" : "@" + name);
  }

 private:
  [[nodiscard]] bool is_masked(std::string_view domain, bool is_sender) const {
    if (domain.empty() || (!is_sender && !parameters_.flag("masquerade_recipients"))) return false;
    const bool subdomains = parameters_.flag("masquerade_subdomains");
    return std::ranges::any_of(parameters_.list("masquerade_domains"), [&](const std::string& one) {
      return subdomains ? is_same_or_subdomain(domain, one) : iequals(one, domain);
    });
  }

  const Parameters& parameters_;
};

// One address after the other on a line until the next would pass its end.
class CommaList {
 public:
  explicit CommaList(std::size_t column) : column_(column) {}

  void blanks(std::size_t count) {
    out_.append(count, ' ');
    column_ += count;
  }

  void add(std::string_view element) {
    column_ += element.size() + (is_first_ ? 0 : 2);
    if (column_ > kLastColumn && !is_first_) {
      out_.append(",\n").append(kIndent);
      column_ = kIndent.size() + element.size();
    } else if (!is_first_) {
      out_ += ", ";
    }
    out_ += element;
    is_first_ = false;
  }

  [[nodiscard]] std::string wire() const { return with_crlf_ends(out_); }

 private:
  std::string out_;
  std::size_t column_;
  bool is_first_ = true;
};

std::string without_returns(std::string_view value) {
  std::string text(value);
  std::erase(text, '\r');
  return text;
}

std::size_t past(std::string_view text, std::size_t at, std::string_view characters) {
  return std::min(text.find_first_not_of(characters, at), text.size());
}

// An address between blanks ends at one unless an `@` follows.
std::size_t element_end(std::string_view text, std::size_t begin, bool is_old_style) {
  std::size_t at = begin;
  while (true) {
    at += sendmail_address_end(text.substr(at), is_old_style ? ' ' : ',');
    const std::size_t next = past(text, at, kBlanks);
    if (!is_old_style || next == text.size() || text[next] != '@') return at;
    at = past(text, next + 1, kBlanks);
  }
}

std::string rewritten(const Field& field, bool is_sender, bool is_old_style,
                      const Rewriter& rewriter) {
  const std::string text = without_returns(field.value());
  CommaList list(field.name().size() + 1);
  const std::size_t begin = past(text, 0, kBlanks);
  list.blanks(begin);
  constexpr std::string_view kBetween = " \t\n\v\f\r,";
  for (std::size_t at = past(text, begin, kBetween); at < text.size();) {
    const std::size_t end = element_end(text, at, is_old_style);
    std::string_view name = std::string_view(text).substr(at, end - at);
    name = name.substr(0, name.find_last_not_of(kBetween) + 1);
    at = past(text, std::max(end, at + 1), kBetween);
    if (name.empty()) continue;
    const Tokens tokens = sendmail_tokens(name);
    const std::string element =
        tokens.empty() ? std::string(name)
                       : sendmail_surroundings(name).with(rewriter.address(tokens, is_sender));
    if (!element.empty()) list.add(element);
  }
  return list.wire();
}

// A message without any of these in its address fields may have blanks between addresses.
bool is_old_style(const MessageEditor& editor) {
  return std::ranges::none_of(editor.fields(), [](const Field& field) {
    return (is_sendmail_sender_field(field) || is_sendmail_recipient_field(field)) &&
           field.value().find_first_of(",(<;") != std::string_view::npos;
  });
}

Applied apply_addresses(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Rewriter rewriter(parameters);
  Transit after = transit;
  std::vector<std::string> log;
  if (parameters.flag("masquerade_envelope") && !transit.envelope.mail_from.empty()) {
    after.envelope.mail_from = rewriter.address(sendmail_tokens(transit.envelope.mail_from), true);
  }
  MessageEditor editor(transit.message);
  const bool old_style = is_old_style(editor);
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const bool is_sender = is_sendmail_sender_field(field);
    if (!is_sender && !is_sendmail_recipient_field(field)) continue;
    const std::string changed = rewritten(field, is_sender, old_style && !is_sender, rewriter);
    if (changed == field.value()) continue;
    log.push_back("wrote " + one_line(field.name()) + " anew");
    editor.replace(i, with_value(field, changed));
  }
  after.message = std::move(editor).finish();
  return applied(transit, std::move(after), std::move(log));
}

}  // namespace

bool is_sendmail_sender_field(const Field& field) {
  return is_one_of(field, kSenderFields);
}

bool is_sendmail_recipient_field(const Field& field) {
  return is_one_of(field, kRecipientFields);
}

Transform sendmail_addresses() {
  return {
      .id = "sendmail_addresses",
      .name = "sendmail_addresses",
      .text =
          "Writes every address field anew: folds of eight blanks, phrases in quotes where they "
          "must be, addresses without blanks and with a domain.",
      .models = "Sendmail (commaize, crackaddr, header rewriting of the SMTP mailers)",
      .benign = true,
      .parameters =
          {free_text("qualify_domain", "", "Domain for addresses without one; empty: they stay."),
           flag("keep_bang_paths", false,
                "Recipients such as `host!user` get no domain (relay mailer)."),
           texts(
               "masquerade_domains", {},
               "Domains that senders shall not show: MASQUERADE_DOMAIN and the host's own names."),
           flag("masquerade_subdomains", false,
                "What lies below them too (masquerade_entire_domain)."),
           free_text("masquerade_as", "", "What they show (MASQUERADE_AS)."),
           flag("masquerade_envelope", false, "The envelope sender too."),
           flag("masquerade_recipients", false, "Recipient fields too (allmasquerade).")},
      .apply = apply_addresses};
}

}  // namespace mass::transforms
