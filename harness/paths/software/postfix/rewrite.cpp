#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/postfix/address_tokens.hpp"
#include "harness/paths/software/postfix/postfix.hpp"

namespace mass::transforms {

namespace {

// Source: Postfix, fields that hold sender or recipient addresses (canonical(5)).
constexpr std::array<std::string_view, 9> kSenderFields{"From",
                                                        "Sender",
                                                        "Reply-To",
                                                        "Errors-To",
                                                        "Resent-From",
                                                        "Resent-Sender",
                                                        "Mail-Followup-To",
                                                        "Return-Receipt-To",
                                                        "Disposition-Notification-To"};
// Resent-Reply-To is among the recipients; seen with 3.7.
constexpr std::array<std::string_view, 8> kRecipientFields{
    "To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc", "Resent-Reply-To", "Apparently-To"};

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// The value for `key` in a list of `key=value`, keys without case; empty if it is not there.
std::string look_up(const std::vector<std::string>& map, std::string_view key) {
  for (const std::string& entry : map) {
    const std::size_t equals = entry.find('=');
    if (iequals(std::string_view(entry).substr(0, equals), key)) return entry.substr(equals + 1);
  }
  return "";
}

class Rewriter {
 public:
  explicit Rewriter(const Parameters& parameters) : parameters_(parameters) {}

  [[nodiscard]] std::string header_address(const std::string& address, bool is_sender) const {
    const bool is_masqueraded = has(parameters_.list("masquerade_classes"),
                                    is_sender ? "header_sender" : "header_recipient");
    const std::string& origin = parameters_.text("origin");
    const std::string whole =
        origin.empty() ? address
                       : complete_address(address, origin, parameters_.text("append_domain"));
    const std::string internal = internal_address(whole);
    std::string mapped_address = masqueraded(mapped(internal, is_sender), is_masqueraded);
    return mapped_address == internal ? whole : external_address(mapped_address);
  }

  [[nodiscard]] std::string envelope_address(const std::string& address, bool is_sender) const {
    if (address.empty()) return address;
    const bool is_masqueraded = has(parameters_.list("masquerade_classes"),
                                    is_sender ? "envelope_sender" : "envelope_recipient");
    return masqueraded(mapped(with_origin(address), is_sender), is_masqueraded);
  }

 private:
  // What is no header is completed as local, whoever the client is.
  [[nodiscard]] std::string with_origin(std::string address) const {
    const std::string& own = parameters_.text("envelope_origin");
    const std::string& origin = own.empty() ? parameters_.text("origin") : own;
    if (origin.empty() || address.contains('@')) return address;
    return address + "@" + origin;
  }

  [[nodiscard]] bool is_local(std::string_view domain) const {
    return iequals(domain, parameters_.text("origin")) ||
           std::ranges::any_of(parameters_.list("local_domains"),
                               [&](const std::string& one) { return iequals(one, domain); });
  }

  // A map is asked for the address, for its local part where the domain is local, for `@domain`.
  // Source: canonical(5).
  [[nodiscard]] std::string found_in(const std::vector<std::string>& map,
                                     const std::string& address) const {
    const std::size_t at = std::min(address.rfind('@'), address.size());
    std::string found = look_up(map, address);
    if (found.empty()) found = look_up(map, external_address(address));
    if (found.empty() && at < address.size() && is_local(address.substr(at + 1))) {
      found = look_up(map, address.substr(0, at));
    }
    if (found.empty() && at < address.size()) {
      found = look_up(map, address.substr(at));
      if (found.starts_with('@')) return address.substr(0, at) + found;
    }
    return found.empty() ? found : with_origin(internal_address(found));
  }

  // What came out is looked up again, until nothing changes.
  [[nodiscard]] std::string mapped(std::string address, bool is_sender) const {
    constexpr int kMaxRounds = 16;
    for (const char* name : {is_sender ? "sender_map" : "recipient_map", "map"}) {
      for (int round = 0; round < kMaxRounds; ++round) {
        std::string found = found_in(parameters_.list(name), address);
        if (found.empty() || iequals(found, address)) break;
        address = std::move(found);
      }
    }
    return address;
  }

  // The first parent domain in the list takes the place of a host in it; `!` keeps it.
  [[nodiscard]] std::string masqueraded(std::string address, bool is_masqueraded) const {
    const std::size_t at = address.rfind('@');
    if (!is_masqueraded || at == std::string::npos) return address;
    if (has(parameters_.list("masquerade_exceptions"), address.substr(0, at))) return address;
    const std::string_view domain = std::string_view(address).substr(at + 1);
    for (const std::string& entry : parameters_.list("masquerade_domains")) {
      const bool keeps = entry.starts_with('!');
      const std::string parent = entry.substr(keeps ? 1 : 0);
      if (iequals(domain, parent)) return address;
      if (domain.size() > parent.size() + 1 &&
          iequals(domain.substr(domain.size() - parent.size() - 1), "." + parent)) {
        return keeps ? address : address.substr(0, at + 1) + parent;
      }
    }
    return address;
  }

  const Parameters& parameters_;
};

// The field anew if an address in it changes: Postfix leaves others as they stand.
std::optional<Field> rewritten(const Field& field, bool is_sender, const Rewriter& rewriter) {
  std::vector<AddressToken> tokens = tokenize_addresses(field.value());
  bool changed = false;
  for (AddressToken& token : tokens) {
    if (token.kind != AddressToken::Kind::address) continue;
    std::string address = rewriter.header_address(token.text, is_sender);
    if (address == token.text) continue;
    token.text = std::move(address);
    changed = true;
  }
  if (!changed) return std::nullopt;
  return with_value(field, " " + write_addresses(tokens, field.name().size() + 2));
}

Applied apply_rewrite(const Transit& transit, const Parameters& parameters, StepContext&) {
  const Rewriter rewriter(parameters);
  Transit after = transit;
  std::vector<std::string> log;
  after.envelope.mail_from = rewriter.envelope_address(transit.envelope.mail_from, true);
  for (std::string& address : after.envelope.rcpt_to) {
    address = rewriter.envelope_address(address, false);
  }
  if (after.envelope != transit.envelope) log.emplace_back("envelope addresses rewritten");
  MessageEditor editor(transit.message);
  for (std::size_t i = 0; i < editor.fields().size(); ++i) {
    const Field& field = editor.fields()[i];
    const bool is_sender = is_one_of(field, kSenderFields);
    if (!is_sender && !is_one_of(field, kRecipientFields)) continue;
    auto changed = rewritten(field, is_sender, rewriter);
    if (!changed) continue;
    log.push_back("rewrote addresses of " + one_line(field.name()));
    editor.replace(i, *std::move(changed));
  }
  after.message = std::move(editor).finish();
  return applied(transit, std::move(after), std::move(log));
}

std::string rewrite_complaint(const Parameters& parameters) {
  for (const char* name : {"map", "sender_map", "recipient_map"}) {
    for (const std::string& entry : parameters.list(name)) {
      if (!entry.contains('=')) {
        return fmt::format("{}: \"{}\" is not address=address", name, printable(entry));
      }
    }
  }
  return "";
}

}  // namespace

Transform postfix_rewrite() {
  return {
      .id = "postfix_rewrite",
      .name = "postfix_rewrite",
      .text =
          "Completes, maps and masquerades addresses of the header and of the envelope; a "
          "field in which one changes is written anew.",
      .models =
          "Postfix: myorigin, canonical_maps, masquerade_domains, "
          "remote_header_rewrite_domain",
      .benign = true,
      .parameters =
          {free_text("origin", "",
                     "Domain for addresses without one (myorigin, or "
                     "remote_header_rewrite_domain); empty: they stay."),
           free_text("envelope_origin", "",
                     "Domain for envelope addresses and map results without one (myorigin); empty: "
                     "origin."),
           free_text("append_domain", "",
                     "Appended to host names without a dot (append_dot_mydomain); empty: none."),
           texts("local_domains", {},
                 "Domains besides the origin whose users maps may name without a domain."),
           texts("map", {}, "canonical_maps: `user@a=user@b`, `user=other` or `@a=@b`."),
           texts("sender_map", {}, "sender_canonical_maps, the same."),
           texts("recipient_map", {}, "recipient_canonical_maps, the same."),
           texts("masquerade_domains", {}, "Domains whose hosts are hidden; `!` excepts one."),
           texts("masquerade_exceptions", {}, "Local parts that are not masqueraded."),
           texts("masquerade_classes", {"envelope_sender", "header_sender", "header_recipient"},
                 "Where masquerading is done.")},
      .complaint = rewrite_complaint,
      .apply = apply_rewrite};
}

}  // namespace mass::transforms
