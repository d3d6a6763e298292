#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "harness/search/generalise.hpp"
#include "harness/search/observe.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostAddresses = 12;
constexpr std::size_t kLongestValue = 8000;

bool is_address_octet(char c) {
  constexpr std::string_view kMarks = "@.-_+=!#$%&'*/?^`{|}~";
  const char lower = ascii_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') || kMarks.contains(c) ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> addresses_in(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const auto begin = std::ranges::find_if(text, is_address_octet);
    text.remove_prefix(static_cast<std::size_t>(begin - text.begin()));
    const auto end = std::ranges::find_if_not(text, is_address_octet);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view word = text.substr(0, length);
    if (word.contains('@')) found.emplace_back(word);
    text.remove_prefix(length);
  }
  return found;
}

class Mappings {
 public:
  // `code` is how rules name the place: the field's initial, or F and T of the envelope.
  void count(std::string_view before, std::string_view after, char code) {
    if (before == after || before.size() + after.size() > kLongestValue) return;
    const auto old_ones = addresses_in(before);
    const auto new_ones = addresses_in(after);
    if (new_ones.size() > old_ones.size()) {
      for (const std::string& address : new_ones) {
        if (std::ranges::find(old_ones, address) == old_ones.end()) {
          ++qualified_[address.substr(address.rfind('@') + 1)];
        }
      }
    }
    if (old_ones.size() != new_ones.size()) return;
    for (std::size_t i = 0; i < old_ones.size(); ++i) {
      if (old_ones[i] == new_ones[i]) continue;
      ++mapped_[old_ones[i] + " " + new_ones[i]];
      codes_.insert(code);
    }
  }

  void tell(std::vector<Observation>& found) const {
    for (const std::string& domain : by_frequency(qualified_, 1, kMostAddresses)) {
      found.push_back({"qualified", {{{"domain", domain}}}});
    }
    Observation addresses{"mapped", {}};
    Observation domains{"mapped_domain", {}};
    std::set<std::string> known;
    std::map<std::string, std::size_t> images;
    for (const auto& [mapping, count] : mapped_) ++images[mapping.substr(0, mapping.find(' '))];
    for (const std::string& mapping : by_frequency(mapped_, 1, kMostAddresses)) {
      const std::size_t blank = mapping.find(' ');
      if (images[mapping.substr(0, blank)] > 1) continue;  // that is no mapping
      const Item item = item_of(mapping.substr(0, blank), mapping.substr(blank + 1));
      addresses.items.push_back(item);
      const std::string domain_key = item.at("old_domain") + " " + item.at("new_domain");
      if (item.at("old_local") == item.at("new_local") && known.insert(domain_key).second) {
        domains.items.push_back(item);
      }
    }
    if (!domains.items.empty()) found.push_back(std::move(domains));
    if (!addresses.items.empty()) found.push_back(std::move(addresses));
  }

 private:
  [[nodiscard]] Item item_of(const std::string& before, const std::string& after) const {
    const std::size_t old_at = before.rfind('@');
    const std::size_t new_at = after.rfind('@');
    return {{"old", before},
            {"new", after},
            {"old_local", before.substr(0, old_at)},
            {"old_domain", before.substr(old_at + 1)},
            {"new_local", after.substr(0, new_at)},
            {"new_domain", after.substr(new_at + 1)},
            {"codes", std::string(codes_.begin(), codes_.end())}};
  }

  std::map<std::string, std::size_t> mapped_;
  std::map<std::string, std::size_t> qualified_;
  std::set<char> codes_;
};

std::string templated_half(std::string text, const std::string& value, const std::string& name) {
  const std::size_t at = value.empty() ? std::string::npos : text.find(value);
  return at == std::string::npos ? text : text.replace(at, value.size(), name);
}

// Addresses that hold both halves of another one: of the sender (SRS), or of the new recipient
// (VERP).
std::string with_halves(std::string text, std::string_view address, const std::string& name) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return text;
  text = templated_half(text, std::string(address.substr(at + 1)), "${" + name + "_domain}");
  return templated_half(text, std::string(address.substr(0, at)), "${" + name + "_local}");
}

void observe_sender(const std::vector<View>& views, const std::string& host,
                    std::vector<Observation>& found) {
  std::vector<Sample> plain;
  std::vector<Sample> from_sender;
  std::vector<Sample> from_recipient;
  for (const View& view : views) {
    const auto& sender = view.pair->out.front().mail_from;
    const Envelope& in = view.pair->in.envelope;
    if (!sender || sender->empty() || *sender == in.mail_from) continue;
    plain.push_back({*sender, &in});
    from_sender.push_back({with_halves(*sender, in.mail_from, "mail_from"), &in});
    const auto& recipients = view.simulated.envelope.rcpt_to;
    if (!recipients.empty()) {
      from_recipient.push_back({with_halves(*sender, recipients.front(), "rcpt"), &in});
    }
  }
  std::set<std::string> told;
  for (const auto* samples : {&plain, &from_sender, &from_recipient}) {
    std::string address = generalised(*samples, host);
    if (address.empty() || !told.insert(address).second) continue;
    found.push_back({"sender", {{{"address", std::move(address)}}}});
  }
}

void observe_recipients(const std::vector<View>& views, std::vector<Observation>& found) {
  std::map<std::string, std::size_t> targets;
  std::map<std::string, std::size_t> originals;
  for (const View& view : views) {
    const auto& recipients = view.pair->out.front().rcpt_to;
    if (!recipients || *recipients == view.simulated.envelope.rcpt_to) continue;
    for (const std::string& address : *recipients) ++targets[address];
    for (const std::string& address : view.pair->in.envelope.rcpt_to) ++originals[address];
  }
  if (targets.empty()) return;
  Observation all{"recipients", {}};
  const auto only = by_frequency(originals, 1, 1);
  for (const std::string& address : by_frequency(targets, views.size() < 4 ? 1 : 2, 20)) {
    all.items.push_back({{"address", address}, {"only", only.empty() ? "" : only.front()}});
  }
  if (!all.items.empty()) found.push_back(std::move(all));
}

std::string value_of(const Message& message, std::string_view name) {
  const Field* field = message.find(name);
  return field == nullptr ? "" : unfolded(*field);
}

// The list in `Alice via list <list@lists.example>`.
std::string list_in(std::string_view from) {
  constexpr std::string_view kVia = " via ";
  const std::size_t at = from.find(kVia);
  if (at == std::string_view::npos) return "";
  from.remove_prefix(at + kVia.size());
  return std::string(trim(from.substr(0, from.find_first_of("<>()\""))));
}

// Fields that lists write from addresses, whatever was in them.
void observe_list(const std::vector<View>& views, std::vector<Observation>& found) {
  std::map<std::string, std::size_t> posted_to;
  std::map<std::string, std::size_t> lists;
  std::map<std::string, std::size_t> answers;
  bool is_other_author = false;
  for (const View& view : views) {
    for (const std::string& address : view.pair->in.envelope.rcpt_to) ++posted_to[address];
    const std::string from = value_of(view.captured, "From");
    if (from != value_of(view.simulated.message, "From")) {
      is_other_author = true;
      ++lists[list_in(from)];
    }
    const std::string reply_to = value_of(view.captured, "Reply-To");
    if (reply_to == value_of(view.simulated.message, "Reply-To")) continue;
    for (const std::string& address : addresses_in(reply_to)) ++answers[address];
  }
  const auto first = [](const std::map<std::string, std::size_t>& counts) {
    const auto ranked = by_frequency(counts, 1, 1);
    return ranked.empty() ? "" : ranked.front();
  };
  const Item item{
      {"posted_to", first(posted_to)}, {"list", first(lists)}, {"answer", first(answers)}};
  if (is_other_author) found.push_back({"author", {item}});
  if (!answers.empty()) found.push_back({"reply", {item}});
}

}  // namespace

void observe_envelope(const std::vector<View>& views, const std::string& host,
                      std::vector<Observation>& found) {
  observe_sender(views, host, found);
  observe_recipients(views, found);
  observe_list(views, found);
  const bool differs = std::ranges::any_of(views, [](const View& view) {
    const CapturedOutput& out = view.pair->out.front();
    const Envelope& envelope = view.simulated.envelope;
    return out.eight_bit_mime.value_or(envelope.eight_bit_mime) != envelope.eight_bit_mime ||
           out.smtp_utf8.value_or(envelope.smtp_utf8) != envelope.smtp_utf8;
  });
  if (differs) found.push_back({"declared", {Item{}}});
}

void observe_addresses(const std::vector<View>& views, std::vector<Observation>& found) {
  Mappings mappings;
  for (const View& view : views) {
    for (const auto& [captured, simulated] : view.changed) {
      const Field& now = view.captured.fields()[captured];
      if (now.name().empty()) continue;
      mappings.count(view.simulated.message.fields()[simulated].value(), now.value(),
                     ascii_lower(now.name().front()));
    }
    const CapturedOutput& out = view.pair->out.front();
    const Envelope& envelope = view.simulated.envelope;
    if (out.mail_from) mappings.count(envelope.mail_from, *out.mail_from, 'F');
    if (out.rcpt_to && out.rcpt_to->size() == 1 && envelope.rcpt_to.size() == 1) {
      mappings.count(envelope.rcpt_to.front(), out.rcpt_to->front(), 'T');
    }
  }
  mappings.tell(found);
}

}  // namespace mass::search
