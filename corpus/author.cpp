#include <algorithm>
#include <set>
#include <span>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "corpus/author_fields.hpp"
#include "corpus/corpus.hpp"

namespace mass {

namespace {

using Names = std::span<const std::string_view>;

bool matches(std::string_view pattern, std::string_view name) noexcept {
  if (!pattern.ends_with('*')) return iequals(pattern, name);
  pattern.remove_suffix(1);
  if (!pattern.starts_with('*')) return istarts_with(name, pattern);
  return ifind(name, pattern.substr(1)) != std::string_view::npos;
}

bool is_among(Names patterns, std::string_view name) noexcept {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return matches(pattern, name); });
}

bool is_known(std::string_view name) noexcept {
  return is_among(author_fields::kTransport, name) || is_among(author_fields::kSignature, name) ||
         is_among(author_fields::kList, name) || is_among(author_fields::kListTrace, name) ||
         is_among(author_fields::kFilter, name) || is_among(author_fields::kReader, name);
}

/// What a message shows of a list it went through.
class ListTraces {
 public:
  explicit ListTraces(const Message& message) {
    for (const Field& field : message.fields()) {
      if (is_among(author_fields::kListAddress, field.name())) note_addresses(field.value());
    }
    for (const Field& field : message.fields()) {
      handled_ = handled_ || is_among(author_fields::kList, field.name()) ||
                 (field.is("Sender") && sender_kind(field) == SenderKind::list);
    }
  }

  [[nodiscard]] bool wrote(const Field& field) const {
    if (field.is("Sender")) {
      const SenderKind kind = sender_kind(field);
      return kind == SenderKind::list || (kind == SenderKind::likely_list && handled_);
    }
    return handled_ && field.is("Precedence") &&
           is_among(author_fields::kListPrecedence, trim(field.value()));
  }

 private:
  enum class SenderKind : std::uint8_t { author, likely_list, list };

  // `<mailto:list@example.org>`, `list list@example.org; contact owner@example.org`.
  void note_addresses(std::string_view value) {
    constexpr std::string_view kBetween = " \t\r\n<>:;,?()";
    while (!value.empty()) {
      const std::size_t end = std::min(value.find_first_of(kBetween), value.size());
      const std::string_view word = value.substr(0, end);
      if (word.contains('@')) addresses_.insert(ascii_lower(word));
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }

  [[nodiscard]] SenderKind sender_kind(const Field& sender) const {
    using namespace author_fields;
    const AddressList senders = parse_address_list(sender.value());
    if (senders.mailboxes.empty()) return SenderKind::author;
    const Mailbox& mailbox = senders.mailboxes.front();
    const std::string local = ascii_lower(mailbox.local);
    const auto starts = [&](std::string_view part) { return local.starts_with(part); };
    const auto ends = [&](std::string_view part) { return local.ends_with(part); };
    const auto holds = [&](std::string_view part) { return local.contains(part); };
    if (std::ranges::any_of(kListSenderStart, starts) ||
        std::ranges::any_of(kListSenderEnd, ends) ||
        std::ranges::any_of(kListSenderInside, holds) ||
        addresses_.contains(ascii_lower(mailbox.address()))) {
      return SenderKind::list;
    }
    return std::ranges::any_of(kLikelyListSenderEnd, ends) ? SenderKind::likely_list
                                                           : SenderKind::author;
  }

  std::set<std::string, std::less<>> addresses_;
  bool handled_ = false;
};

}  // namespace

Message authors_view(const Message& received, std::vector<std::string>& removed) {
  const ListTraces list(received);
  std::vector<Field> kept;
  kept.reserve(received.fields().size());
  for (const Field& field : received.fields()) {
    if (is_known(field.name()) || list.wrote(field)) {
      removed.emplace_back(field.name());
    } else {
      kept.push_back(field);
    }
  }
  if (kept.size() == received.fields().size()) return received;
  return Message::assemble(std::move(kept), received.separator(), received.body());
}

}  // namespace mass
