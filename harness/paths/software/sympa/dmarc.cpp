#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sympa/field_text.hpp"
#include "harness/paths/software/sympa/mail_address.hpp"
#include "harness/paths/software/sympa/mail_words.hpp"
#include "harness/paths/software/sympa/sympa.hpp"
#include "harness/pattern/pattern.hpp"

namespace mass::transforms {

namespace {

enum class Phrase : std::uint8_t {
  name_via_list,
  name_email_via_list,
  name_and_email,
  list_for_email,
  list_for_name,
  display_name
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
}

bool has_octet_outside(std::string_view text, std::string_view more) {
  return std::ranges::any_of(text, [&](char c) {
    const bool is_space = std::string_view(" \t\n\v\f\r").contains(c);
    return (!is_space && (c <= ' ' || c == '\x7F')) || more.contains(c);
  });
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

struct NewName {
  std::string name;
  std::string comment;
};

// Source: Sympa::Tools::Text, addrencode.
std::string mailbox(const NewName& name, std::string_view address) {
  const auto words = [](std::string_view text, std::string_view field) {
    return encode_mail_words(lenient_utf32(text), MailCharset::utf8(),
                             {.field = field, .is_display_name = true});
  };
  std::string out;
  if (has_octet_outside(name.name, "")) {
    out = words(name.name, "Resent-Sender") + " ";
  } else if (!is_blank(name.name)) {
    out = fmt::format("\"{}\" ", escaped(name.name));
  }
  if (has_octet_outside(name.comment, "()\\")) {
    out += fmt::format("({}) ", words(name.comment, ""));
  } else if (!is_blank(name.comment)) {
    out += fmt::format("({}) ", escaped(name.comment));
  }
  return out + fmt::format("<{}>", address);
}

NewName new_name(Phrase phrase, const std::string& name, std::string_view address,
                 std::string_view list) {
  switch (phrase) {
    case Phrase::name_via_list:
      return {name, fmt::format("via {} Mailing List", list)};
    case Phrase::name_email_via_list:
      return {name, fmt::format("{} via {} Mailing List", address, list)};
    case Phrase::name_and_email:
      return {name, std::string(address)};
    case Phrase::list_for_email:
      return {fmt::format("{} Mailing List", list), fmt::format("on behalf of {}", name)};
    case Phrase::list_for_name:
      return {fmt::format("{} Mailing List", list), fmt::format("on behalf of {}", address)};
    case Phrase::display_name:
      return {name, ""};
  }
  return {name, ""};
}

bool applies(const Parameters& parameters, const Message& message, std::string_view address) {
  const std::string& mode = parameters.text("mode");
  if (mode == "dkim_signature") return message.find("DKIM-Signature") != nullptr;
  if (mode != "domain_regex") return true;
  const auto pattern =
      Pattern::compile(fmt::format("{}$", parameters.text("domain_regex")), {.lines = false});
  return pattern && pattern->find(address).has_value();
}

Applied apply_dmarc(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Message& message = transit.message;
  const std::string original = sympa_value(message, "From");
  const auto from = first_mail_address(original);
  if (!applies(parameters, message, from ? from->address : "")) return unchanged(transit);
  MessageEditor editor(message);
  std::vector<std::string> log;
  if (const std::string signature = sympa_value(message, "DKIM-Signature"); !signature.empty()) {
    editor.append(sympa_field("X-Original-DKIM-Signature", signature));
    editor.erase_all("DKIM-Signature");
    editor.erase_all("DomainKey-Signature");
    log.emplace_back("put the DKIM-Signature aside");
  }
  const std::string& list = parameters.text("list");
  const std::string& other = parameters.text("other_email");
  const auto instead = first_mail_address(other.contains('@') ? other : list);
  NewName name;
  if (from) {
    std::string author = mail_text(mail_tokens(from->phrase));
    if (is_blank(author)) author = from->address.substr(0, from->address.find('@'));
    name = new_name(parameters.choice<Phrase>("phrase"), author, from->address,
                    list.substr(0, list.find('@')));
    if (sympa_value(message, "Reply-To").empty()) {
      editor.append(sympa_field("Reply-To", from->address));
    }
  }
  if (instead && !instead->phrase.empty()) {
    name.name =
        is_blank(name.name) ? instead->phrase : fmt::format("{} {}", name.name, instead->phrase);
  }
  if (is_blank(name.name)) name.name = "Anonymous";
  editor.append(sympa_field("X-Original-From", original));
  const std::size_t from_at = position_of(editor, "From");
  const Field field = sympa_field("From", mailbox(name, instead ? instead->address : list));
  if (from_at == editor.fields().size()) {
    editor.append(field);
  } else {
    editor.replace(from_at, field);
  }
  log.emplace_back("put the list into From");
  return edited(transit, std::move(editor), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  const auto pattern = Pattern::compile(parameters.text("domain_regex"), {.lines = false});
  return pattern ? "" : pattern.error().what;
}

}  // namespace

Transform sympa_dmarc() {
  return {
      .id = "sympa_dmarc",
      .name = "sympa_dmarc",
      .text =
          "Puts the list into From and what stood there, and in DKIM-Signature, into "
          "X-Original fields.",
      .models = "Sympa (dmarc_protection; modes that ask the DNS are not modelled)",
      .benign = true,
      .parameters =
          {free_text("list", "demo@lists.example.org", "The list's address."),
           word("phrase", "name_via_list",
                {"name_via_list", "name_email_via_list", "name_and_email", "list_for_email",
                 "list_for_name", "display_name"},
                "The new name; display_name: the author's alone."),
           word("mode", "all", {"all", "dkim_signature", "domain_regex"},
                "Which messages: those with a DKIM-Signature, or whose author's address ends so."),
           free_text("domain_regex", "", "For that mode."),
           free_text("other_email", "", "Stands in for the list; its name is added.")},
      .complaint = complaint,
      .apply = apply_dmarc};
}

}  // namespace mass::transforms
