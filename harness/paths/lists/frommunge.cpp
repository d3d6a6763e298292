#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/address_lexer.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/lists/author_name.hpp"
#include "harness/paths/lists/mailbox_text.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// The text of the comments of a value that has one mailbox: `a@b (Alice Author)`.
std::string comment_text(std::string_view value) {
  std::string text;
  AddressLexer lexer(value);
  for (auto token = lexer.next();; token = lexer.next()) {
    if (token.has_comment) {
      const std::string_view gap = trim(token.gap);
      text.append(text.empty() ? "" : " ").append(gap.substr(1, gap.size() - 2));
    }
    if (token.kind == AddressToken::Kind::end) return unfold(text);
  }
}

Mailbox nameless(std::string_view text) {
  const std::string address = one_line(ascii_lower(text));
  const SplitAddress parts = split_address(address);
  return {.display = {}, .local = std::string(parts.local), .domain = std::string(parts.domain)};
}

// Who wrote the message, as Mailman sees it: the one mailbox of From with its name, else the first
// address of From, the envelope, Reply-To or Sender, in lower case and without a name.
std::optional<Mailbox> author_of(const MessageEditor& editor, const Envelope& envelope) {
  std::vector<Mailbox> authors = mailboxes_of(editor, "From");
  if (authors.size() == 1) {
    Mailbox author = std::move(authors.front());
    for (const Field& field : editor.fields()) {
      if (!author.display.empty()) break;
      if (field.is("From")) author.display = phrase_of(comment_text(field.value()));
    }
    return author;
  }
  if (!authors.empty()) return nameless(authors.front().address());
  if (!envelope.mail_from.empty()) return nameless(envelope.mail_from);
  for (const std::string_view name : {"Reply-To", "Sender"}) {
    const std::vector<Mailbox> others = mailboxes_of(editor, name);
    if (!others.empty()) return nameless(others.front().address());
  }
  return std::nullopt;
}

bool is_meant(const Mailbox& author, const std::vector<std::string>& domains) {
  return domains.empty() || std::ranges::any_of(domains, [&](const std::string& domain) {
           return is_same_or_subdomain(author.domain, domain);
         });
}

// The name of the field that keeps the author's address; empty: none.
std::string_view keeper_of(const MessageEditor& editor, const std::string& original,
                           const std::string& list) {
  if (original == "reply_to") return "Reply-To";
  if (original == "cc") return "Cc";
  if (original == "x_original_from") return "X-Original-From";
  if (original == "none") return "";
  return has_address(mailboxes_of(editor, "Reply-To"), list) ? "Cc" : "Reply-To";
}

// What that field says from now on.
std::string kept_value(const MessageEditor& editor, std::string_view field, const Mailbox& author) {
  if (field == "X-Original-From") {
    const std::size_t from = position_of(editor, "From");
    if (from == editor.fields().size()) return " " + mailbox_text(author);
    return std::string(editor.fields()[from].value());
  }
  const bool is_there = has_address(mailboxes_of(editor, field), author.address());
  return joined_value(editor, field, is_there ? "" : mailbox_text(author));
}

Applied apply_frommunge(const Transit& transit, const Parameters& parameters,
                        StepContext& context) {
  MessageEditor editor(transit.message);
  const std::string list = list_address(parameters, context);
  const auto author = author_of(editor, transit.envelope);
  if (!author || iequals(author->address(), list)) return unchanged(transit);
  if (!is_meant(*author, parameters.list("domains"))) return unchanged(transit);

  const NameForm form{parameters.text("form"), parameters.text("title").empty()
                                                   ? capitalised(parameters.text("list"))
                                                   : parameters.text("title")};
  const std::string name = munged_name(*author, form);
  const std::string value = name.empty() ? " " + list : fmt::format(" {} <{}>", name, list);
  const bool in_place = parameters.text("position") == "in_place";
  const std::string_view keeper = keeper_of(editor, parameters.text("original"), list);
  const std::string kept = keeper.empty() ? "" : kept_value(editor, keeper, *author);
  std::vector<std::string> log{fmt::format("From is <{}>", list)};
  set_only_field(editor, "From", mass::refold(value, 5, kListFoldColumn, ' '), in_place);
  if (!keeper.empty()) {
    set_only_field(editor, keeper, kept, in_place);
    log.push_back(fmt::format("kept {} in {}", one_line(author->address()), keeper));
  }
  return edited(transit, std::move(editor), std::move(log));
}

}  // namespace

Transform frommunge() {
  return {
      .id = "T04",
      .name = "frommunge",
      .text = "Writes the list into From and keeps the author's address in another field.",
      .models =
          "Mailman (munge_from); Sympa (dmarc_protection) with position in_place and original "
          "x_original_from",
      .benign = true,
      .parameters = {list_name(),
                     free_text("title", "",
                               "The list as it is shown; empty: its name, capitalised."),
                     free_text("form", "NAME via LIST",
                               "The display name; NAME stands for the author, LIST for the title."),
                     word("original", "auto", {"auto", "reply_to", "cc", "x_original_from", "none"},
                          "The field that keeps the author; auto is Reply-To, or Cc when Reply-To "
                          "goes to the list."),
                     word("position", "end", {"end", "in_place"},
                          "Fields come below all others, as what is deleted and added anew, or "
                          "stay where they stand."),
                     texts("domains", {},
                           "Only for authors of these domains and those below, whose policy is "
                           "strict; empty: for all.")},
      .apply = apply_frommunge};
}

}  // namespace mass::transforms
