#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/software/spamassassin/rules.hpp"

namespace mass::transforms::spamassassin {

namespace {

// Where a relay says it got a message from.
struct Relay {
  std::string name;  ///< From the DNS; empty: none.
  std::array<unsigned, 4> address{};
};

std::optional<std::array<unsigned, 4>> ipv4(std::string_view text) {
  std::array<unsigned, 4> address{};
  const auto parts = split(text, '.');
  if (parts.size() != address.size()) return std::nullopt;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = parse_decimal(parts[i]);
    if (!number || *number > 999) return std::nullopt;
    address.at(i) = static_cast<unsigned>(*number);
  }
  return address;
}

// `from helo (name [192.0.2.1]) by host`: the address in brackets, the name in front of it.
std::optional<Relay> relay_of(const Field& field) {
  const std::string value = unfolded(field);
  if (!istarts_with(value, "from ")) return std::nullopt;
  const std::size_t open = value.find('[');
  const std::size_t close = value.find(']', open == std::string::npos ? value.size() : open);
  if (close == std::string::npos) return std::nullopt;
  const auto address = ipv4(std::string_view(value).substr(open + 1, close - open - 1));
  if (!address) return std::nullopt;
  const std::size_t bracket = value.rfind('(', open);
  std::string name;
  if (bracket != std::string::npos) name = trim(value.substr(bracket + 1, open - bracket - 1));
  // Exim writes the name in front of the brackets: `from name ([192.0.2.1] helo=host)`.
  if (value.contains(" helo=")) name = value.substr(5, value.find(' ', 5) - 5);
  if (iequals(name, "unknown")) name.clear();
  return Relay{name, *address};
}

std::vector<Relay> relays_of(const Reading& reading) {
  std::vector<Relay> relays;
  for (const Field& field : reading.fields.fields()) {
    if (!field.is("Received")) continue;
    if (auto relay = relay_of(field)) relays.push_back(*std::move(relay));
  }
  return relays;
}

bool is_private(const Relay& relay) {
  const auto& [a, b, c, d] = relay.address;
  return a == 10 || a == 127 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) ||
         (a == 169 && b == 254) || (a == 100 && b >= 64 && b < 128);
}

// Addresses nobody has: those for documentation too.
bool is_illegal(const Relay& relay) {
  const auto& [a, b, c, d] = relay.address;
  return a == 0 || a >= 224 ||
         std::ranges::any_of(relay.address, [](unsigned x) { return x > 255; }) ||
         (a == 192 && b == 0 && c == 2) || (a == 198 && b == 51 && c == 100) ||
         (a == 203 && b == 0 && c == 113);
}

// Trust ends at the first relay that is not at home.
std::vector<Relay> untrusted(const Reading& reading) {
  std::vector<Relay> relays = relays_of(reading);
  relays.erase(relays.begin(), std::ranges::find_if_not(relays, is_private));
  return relays;
}

std::vector<std::string> addresses_of(const Reading& reading, std::string_view name) {
  std::vector<std::string> addresses;
  for (const Field& field : reading.fields.fields()) {
    if (!field.is(name)) continue;
    for (const Mailbox& mailbox : parse_address_list(field.value()).mailboxes) {
      addresses.push_back(mailbox.address());
    }
  }
  return addresses;
}

// Repetitions next to each other are one. Bcc only counts if there are few others.
std::vector<std::string> recipients_of(const Reading& reading) {
  std::vector<std::string> all;
  for (const char* name : {"To", "Cc"}) {
    std::ranges::move(addresses_of(reading, name), std::back_inserter(all));
  }
  if (all.size() < 5) std::ranges::move(addresses_of(reading, "Bcc"), std::back_inserter(all));
  const auto doubled = std::ranges::unique(
      all, [](const std::string& left, const std::string& right) { return iequals(left, right); });
  all.erase(doubled.begin(), doubled.end());
  if (all.size() > 256) all.resize(256);
  return all;
}

std::string_view host_of(std::string_view address) {
  return address.substr(std::min(address.find('@'), address.size() - 1) + 1);
}

bool is_control(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet < 0x09 || octet == 0x0B || octet == 0x0C || (octet >= 0x0E && octet < 0x20);
}

// Octets that have no place in a header. UTF-8 is allowed.
std::size_t illegal_octets(std::string_view value) {
  const bool is_mail_in_utf8 = has_eight_bit(value) && is_utf8(value);
  if (is_mail_in_utf8 && std::ranges::none_of(value, is_control)) return 0;
  return static_cast<std::size_t>(std::ranges::count_if(
      value, [](char c) { return is_control(c) || static_cast<unsigned char>(c) >= 0x7F; }));
}

bool is_message_id(std::string_view line) {
  line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
  if (!line.starts_with('<') || !line.ends_with('>') || line.size() < 5) return false;
  const std::string_view inside = line.substr(1, line.size() - 2);
  const std::size_t at = inside.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < inside.size() &&
         std::ranges::none_of(inside, [](char c) {
           return c == '<' || c == '>' || c == '\\' || c <= ' ' || c == '\x7F';
         });
}

std::string message_ids(const Reading& reading) {
  return reading.value("Resent-Message-Id") + reading.value("Message-Id") +
         reading.value("X-Message-Id");
}

std::string organisation_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return "";
  const std::string_view domain = address.substr(at + 1);
  const std::size_t last = domain.rfind('.');
  if (last == std::string_view::npos || last == 0) return ascii_lower(domain);
  const std::size_t second = domain.rfind('.', last - 1);
  return ascii_lower(second == std::string_view::npos ? domain : domain.substr(second + 1));
}

bool is_number_in(std::string_view digits, std::size_t most_digits, unsigned least, unsigned most) {
  const auto number = parse_decimal(digits);
  return digits.size() <= most_digits && number && *number >= least && *number <= most;
}

bool is_time(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3 || parts[1].size() != 2) return false;
  if (!is_number_in(parts[0], 2, 0, 23) || !is_number_in(parts[1], 2, 0, 59)) return false;
  return parts.size() == 2 || (parts[2].size() == 2 && is_number_in(parts[2], 2, 0, 60));
}

bool is_zone(std::string_view text) {
  if (text.size() == 5 && (text[0] == '+' || text[0] == '-')) {
    return std::ranges::all_of(text.substr(1), is_digit);
  }
  const bool is_name = text.size() >= 3 && text.size() <= 4 && text.ends_with('T') &&
                       std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  return text == "UT" || text == "\"GMT\"" || is_name;
}

bool is_date(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu",
                                                         "fri", "sat", "sun"};
  static constexpr std::array<std::string_view, 12> kMonths{
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  text = trim(text);
  if (text.ends_with(')')) text = trim(text.substr(0, std::min(text.find('('), text.size())));
  if (const std::size_t comma = text.find(','); comma != std::string_view::npos) {
    const std::string day = ascii_lower(text.substr(0, comma));
    if (std::ranges::find(kDays, day) == kDays.end()) return false;
    text.remove_prefix(comma + 1);
    if (!text.starts_with(' ') && !text.starts_with('\t')) return false;
  }
  std::vector<std::string_view> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!trim(word).empty()) words.push_back(trim(word));
  }
  if (words.size() < 4) return false;
  const std::string month = ascii_lower(words[1]);
  const bool is_day = is_number_in(words[0], 2, 1, 31);
  const bool is_year = words[2].size() == 4 &&
                       (is_number_in(words[2], 4, 1970, 1999) || words[2][0] == '2') &&
                       std::ranges::all_of(words[2], is_digit);
  if (!is_day || std::ranges::find(kMonths, month) == kMonths.end() || !is_year ||
      !is_time(words[3])) {
    return false;
  }
  std::size_t next = 4;
  if (next < words.size() && (words[next] == "AM" || words[next] == "PM")) ++next;
  if (next < words.size() && words[next] == "0000") ++next;
  return next == words.size() || (next + 1 == words.size() && is_zone(words[next]));
}

}  // namespace

bool has_no_relays(const Reading& reading) {
  return relays_of(reading).empty();
}

bool is_all_trusted(const Reading& reading) {
  return !has_no_relays(reading) && untrusted(reading).empty();
}

bool has_illegal_relay(const Reading& reading) {
  return std::ranges::any_of(untrusted(reading), is_illegal);
}

bool has_relay_without_name(const Reading& reading) {
  const std::vector<Relay> relays = untrusted(reading);
  return !relays.empty() && relays.front().name.empty();
}

// Two Date fields are one text of two lines, and that is no date.
bool has_invalid_date(const Reading& reading) {
  const std::string date = reading.value("Date");
  return !date.empty() && (std::ranges::count(date, '\n') > 1 || !is_date(date));
}

bool has_invalid_message_id(const Reading& reading) {
  const std::string ids = message_ids(reading);
  const std::size_t open = ids.find('(');
  return !trim(ids).empty() && std::ranges::none_of(split(ids, '\n'), is_message_id) &&
         (open == std::string::npos || ids.find(')', open) == std::string::npos);
}

bool has_short_message_id(const Reading& reading) {
  const std::string ids = message_ids(reading);
  const std::size_t length = ids.find('\n');
  if (length > 0 && length <= 15 && length + 1 == ids.size()) return true;
  for (std::size_t at = ids.find('<'); at != std::string::npos; at = ids.find('<', at + 1)) {
    if (std::string_view(ids).substr(at + 1, 5).contains('@')) return true;
  }
  return false;
}

bool has_sorted_recipients(const Reading& reading) {
  const std::vector<std::string> all = recipients_of(reading);
  return all.size() >= 7 && std::ranges::is_sorted(all);
}

bool has_similar_recipients(const Reading& reading) {
  const std::vector<std::string> all = recipients_of(reading);
  if (all.size() < 5) return false;
  std::size_t hits = 0;
  for (auto left = all.begin(); left != all.end(); ++left) {
    for (auto right = left + 1; right != all.end(); ++right) {
      const std::string_view left_host = host_of(*left);
      const std::string_view right_host = host_of(*right);
      if (left->substr(0, 2) == right->substr(0, 2)) ++hits;
      if (left_host != right_host && left_host.substr(0, 2) == right_host.substr(0, 2)) ++hits;
    }
  }
  const std::size_t pairs = all.size() * (all.size() - 1) / 2;
  return hits * 100 >= pairs * 65;
}

bool is_from_a_list(const Reading& reading) {
  static constexpr std::array<std::string_view, 8> kFields{
      "X-Loop",           "X-Mailing-List", "X-Mailman-Version", "X-BeenThere",
      "List-Unsubscribe", "List-Id",        "List-Post",         "Mailing-List"};
  auto signs = std::ranges::count_if(
      kFields, [&reading](std::string_view name) { return reading.has(name); });
  const std::string precedence = ascii_lower(reading.value("Precedence"));
  if (precedence.contains("list") || precedence.contains("bulk")) ++signs;
  const std::string sender = ascii_lower(trim(reading.value("Return-Path")));
  const std::string local = sender.substr(0, sender.find('@'));
  if (local.ends_with("-bounces") || local.ends_with("-request") || local.ends_with("-admin") ||
      local.ends_with("-owner") || local.starts_with("<owner-")) {
    ++signs;
  }
  return signs > 2;
}

// One cent, pound or registered sign is let pass.
bool has_raw_subject(const Reading& reading) {
  const std::string subject = reading.raw_value("Subject");
  std::size_t illegal = illegal_octets(subject);
  const auto let_pass = std::ranges::count_if(
      subject, [](char c) { return c == '\xA2' || c == '\xA3' || c == '\xAE'; });
  if (illegal > 0 && let_pass == 1) --illegal;
  return illegal >= 2;
}

bool subject_needs_encoding(const Reading& reading) {
  const std::string subject = ascii_lower(reading.raw_value("Subject"));
  const bool has_word =
      subject.contains("=?") && (subject.contains("?q?") || subject.contains("?b?"));
  return has_raw_subject(reading) && !has_word;
}

// A second address, behind a comma and a blank.
bool has_blank_in_from(const Reading& reading) {
  const std::string from = reading.value("From");
  return addresses_of(reading, "From").size() > 1 &&
         from.find_first_of(" \t", from.find(',')) != std::string::npos;
}

bool has_raw_from(const Reading& reading) {
  const std::string from = reading.raw_value("From");
  const std::size_t illegal = illegal_octets(from);
  return illegal >= 2 && illegal * 5 >= from.size();
}

bool has_shouting_subject(const Reading& reading) {
  static constexpr std::array<std::string_view, 10> kReplies{
      "re:", "fwd:", "fw:", "aw:", "antwort:", "wg:", "sv:", "vb:", "vs:", "vl:"};
  const std::string text = reading.value("Subject");
  std::string_view subject = trim(text);
  for (bool is_cut = true; is_cut;) {
    is_cut = false;
    for (const std::string_view reply : kReplies) {
      if (!istarts_with(subject, reply)) continue;
      subject = trim(subject.substr(reply.size()));
      is_cut = true;
    }
  }
  const bool has_lower = std::ranges::any_of(subject, [](char c) { return c >= 'a' && c <= 'z'; });
  const bool has_upper = std::ranges::any_of(subject, [](char c) { return c >= 'A' && c <= 'Z'; });
  return subject.size() >= 10 && subject.find_first_of(" \t\n") != std::string_view::npos &&
         has_upper && !has_lower;
}

bool has_field_of_bulk_mail(const Reading& reading) {
  static constexpr std::array<std::string_view, 30> kNames{"Alternate-Recipient",
                                                           "Antivirus",
                                                           "Approved",
                                                           "Delivery-Notification",
                                                           "Disclose-Recipients",
                                                           "Error-path",
                                                           "Language",
                                                           "Location",
                                                           "Mime-Subversion",
                                                           "Newsletter-ID",
                                                           "PID",
                                                           "Rot",
                                                           "UID",
                                                           "X-BounceTrace",
                                                           "X-CS-IP",
                                                           "X-Company-Address",
                                                           "X-Company-City",
                                                           "X-Company-Country",
                                                           "X-Company-State",
                                                           "X-Company-Zip",
                                                           "X-E",
                                                           "X-EMail",
                                                           "X-Email",
                                                           "X-Encoding",
                                                           "X-Originating-Company",
                                                           "X-RMD-Text",
                                                           "X-SG4",
                                                           "X-SP-Track-ID",
                                                           "X-Webmail-Time",
                                                           "X-bounce-to"};
  return std::ranges::any_of(reading.fields.fields(), [](const Field& field) {
    return std::ranges::find(kNames, field.name()) != kNames.end();
  });
}

bool has_other_envelope_domain(const Reading& reading) {
  const auto from = addresses_of(reading, "From");
  const std::string sender = reading.value("Return-Path");
  const std::string ours = from.empty() ? "" : organisation_of(from.front());
  std::string_view address = trim(sender);
  if (address.ends_with('>')) address.remove_suffix(1);
  const std::string other = organisation_of(address);
  return !ours.empty() && !other.empty() && ours != other;
}

bool is_plain_reply(const Reading& reading) {
  const std::string subject = reading.value("Subject");
  const bool is_reply = subject.starts_with("Re:") || subject.starts_with("RE:") ||
                        subject.starts_with("AW:") || subject.starts_with("Aw:") ||
                        subject.starts_with("SV:") || subject.starts_with("Sv:") ||
                        subject.starts_with("VS:") || subject.starts_with("Vs:");
  const std::string agent = reading.value("User-Agent");
  return is_reply && reading.has("In-Reply-To") && reading.has("References") &&
         (agent.starts_with("Mozilla/5") || agent.starts_with("KMail"));
}

bool is_encrypted(const Reading& reading) {
  const std::string type = ascii_lower(reading.value("Content-Type"));
  return type.starts_with("multipart/encrypted") || type.starts_with("multipart/x-encrypted") ||
         type.starts_with("multipart/pgp-encrypted") || type.contains("application/pkcs7-mime") ||
         type.contains("application/x-pkcs7-mime");
}

bool has_type_alone(const Reading& reading) {
  return reading.has("Content-Type") && !reading.has("Content-Disposition") &&
         !reading.has("Content-Transfer-Encoding") && !reading.has("MIME-Version") &&
         !istarts_with(reading.value("Content-Type"), "text/plain");
}

}  // namespace mass::transforms::spamassassin
