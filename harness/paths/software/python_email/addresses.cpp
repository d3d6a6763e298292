#include "harness/paths/software/python_email/addresses.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/quoted_string.hpp"
#include "harness/paths/software/python_email/header.hpp"
#include "harness/paths/software/python_email/value_lines.hpp"

namespace mass::python_email {

namespace {

constexpr std::string_view kSpecials = "()<>@,:;.\"[]";
constexpr std::string_view kAtomEnds = "()<>@,:;.\"[] \t\r\n";
constexpr std::string_view kPhraseEnds = "()<>@,:;\"[] \t\r\n";

// Groups in groups and comments in comments: the software fails at a depth of its own.
constexpr int kMaxNesting = 100;

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (&text == &texts.front() ? "" : " ") + text;
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view field) : field_(field) {}

  std::vector<Address> run() {
    std::vector<Address> all;
    while (!at_end()) {
      const std::size_t before = all.size();
      read_address(all, 0);
      if (all.size() == before) all.emplace_back();
    }
    return all;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= field_.size(); }
  [[nodiscard]] char here() const { return field_[at_]; }
  [[nodiscard]] bool here_is_in(std::string_view set) const {
    return set.find(here()) != std::string_view::npos;
  }

  // Blanks and comments; the blanks.
  std::string skip() {
    std::string blanks;
    while (!at_end()) {
      if (here_is_in(" \t\r\n")) {
        if (is_wsp(here())) blanks += here();
        ++at_;
      } else if (here() == '(') {
        comments_.push_back(delimited(")\r", true));
      } else {
        break;
      }
    }
    return blanks;
  }

  void read_address(std::vector<Address>& out, int depth) {
    comments_.clear();
    skip();
    const std::size_t start = at_;
    const std::vector<std::string> phrase = read_phrase();
    skip();
    if (at_end()) {
      if (!phrase.empty()) out.push_back({joined(comments_), phrase.front()});
    } else if (here() == '.' || here() == '@') {
      at_ = start;
      // What was read of comments stays: they are seen twice.
      std::string address = read_addr_spec();
      out.push_back({joined(comments_), std::move(address)});
    } else if (here() == ':') {
      ++at_;
      while (!at_end()) {
        skip();
        if (!at_end() && here() == ';') {
          ++at_;
          break;
        }
        if (depth >= kMaxNesting) {
          at_ = field_.size();
        } else {
          read_address(out, depth + 1);
        }
      }
    } else if (here() == '<') {
      std::string address = read_route_addr();
      std::string name = joined(phrase);
      if (!comments_.empty()) name += " (" + joined(comments_) + ')';
      out.push_back({std::move(name), std::move(address)});
    } else if (!phrase.empty()) {
      out.push_back({joined(comments_), phrase.front()});
    } else if (here_is_in(kSpecials)) {
      ++at_;
    }
    skip();
    if (!at_end() && here() == ',') ++at_;
  }

  std::string read_route_addr() {
    bool expects_route = false;
    ++at_;
    skip();
    while (!at_end()) {
      if (expects_route) {
        (void)read_domain();
        expects_route = false;
      } else if (here() == '>') {
        ++at_;
        return "";
      } else if (here() == '@') {
        ++at_;
        expects_route = true;
      } else if (here() == ':') {
        ++at_;
      } else {
        std::string address = read_addr_spec();
        ++at_;
        return address;
      }
      skip();
    }
    return "";
  }

  std::string read_addr_spec() {
    std::vector<std::string> parts;
    const auto drop_blank = [&parts] {
      if (!parts.empty() && trim(parts.back()).empty()) parts.pop_back();
    };
    skip();
    while (!at_end()) {
      bool keeps_blanks = true;
      if (here() == '.') {
        drop_blank();
        parts.emplace_back(".");
        ++at_;
        keeps_blanks = false;
      } else if (here() == '"') {
        parts.push_back(quoted_string(delimited("\"\r", false)));
      } else if (here_is_in(kAtomEnds)) {
        drop_blank();
        break;
      } else {
        parts.push_back(atom(kAtomEnds));
      }
      std::string blanks = skip();
      if (keeps_blanks && !blanks.empty()) parts.push_back(std::move(blanks));
    }
    std::string local;
    for (const std::string& part : parts) local += part;
    if (at_end() || here() != '@') return local;
    ++at_;
    skip();
    const std::string domain = read_domain();
    return domain.empty() ? "" : local + '@' + domain;
  }

  std::string read_domain() {
    std::string domain;
    while (!at_end()) {
      if (is_wsp(here())) {
        ++at_;
      } else if (here() == '(') {
        comments_.push_back(delimited(")\r", true));
      } else if (here() == '[') {
        domain += '[' + delimited("]\r", false) + ']';
      } else if (here() == '.') {
        ++at_;
        domain += '.';
      } else if (here() == '@') {
        return "";
      } else if (here_is_in(kAtomEnds)) {
        break;
      } else {
        domain += atom(kAtomEnds);
      }
    }
    return domain;
  }

  // The text from behind the present character up to one of `ends`, backslashes taken away.
  std::string delimited(std::string_view ends, bool has_comments, int depth = 0) {
    std::string out;
    bool is_quoted = false;
    for (++at_; !at_end();) {
      if (is_quoted) {
        out += here();
        is_quoted = false;
      } else if (here_is_in(ends)) {
        ++at_;
        break;
      } else if (has_comments && here() == '(' && depth < kMaxNesting) {
        out += delimited(ends, true, depth + 1);
        continue;
      } else if (here() == '\\') {
        is_quoted = true;
      } else {
        out += here();
      }
      ++at_;
    }
    return out;
  }

  std::string atom(std::string_view ends) {
    const std::size_t end = std::min(field_.find_first_of(ends, at_), field_.size());
    std::string text(field_.substr(at_, end - at_));
    at_ = end;
    return text;
  }

  std::vector<std::string> read_phrase() {
    std::vector<std::string> words;
    while (!at_end()) {
      if (here_is_in(" \t\r\n")) {
        ++at_;
      } else if (here() == '"') {
        words.push_back(delimited("\"\r", false));
      } else if (here() == '(') {
        comments_.push_back(delimited(")\r", true));
      } else if (here_is_in(kPhraseEnds)) {
        break;
      } else {
        words.push_back(atom(kPhraseEnds));
      }
    }
    return words;
  }

  std::string_view field_;
  std::size_t at_ = 0;
  std::vector<std::string> comments_;
};

// Without the texts between pairs of quotes that no backslash is in front of.
std::string without_quoted(std::string_view text) {
  std::string out;
  std::size_t start = 0;
  std::optional<std::size_t> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      if (open) {
        out += text.substr(start, *open - start);
        start = at + 1;
        open.reset();
      } else {
        open = at;
      }
    }
  }
  return out.append(text.substr(std::min(start, text.size())));
}

bool has_paired_parentheses(std::string_view value) {
  const std::string text = without_quoted(value);
  int open = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '(') {
      ++open;
    } else if (text[at] == ')' && --open < 0) {
      return false;
    }
  }
  return open == 0;
}

}  // namespace

std::vector<Address> read_addresses(const std::vector<std::string>& values) {
  std::string all;
  std::ptrdiff_t expected = 0;
  for (const std::string& value : values) {
    // A value that cannot be read is replaced by one that reads as nothing.
    const std::string text = has_paired_parentheses(value) ? value : "('', '')";
    all += (&value == &values.front() ? "" : ", ") + text;
    expected += 1 + std::ranges::count(without_quoted(text), ',');
  }
  std::vector<Address> addresses = Reader(all).run();
  for (Address& address : addresses) {
    if (address.address.contains('[')) address = {};
  }
  if (std::ssize(addresses) != expected) return {Address{}};
  return addresses;
}

std::optional<std::string> write_address(const Address& address) {
  if (has_eight_bit(address.address)) return std::nullopt;
  if (address.name.empty()) return address.address;
  if (has_eight_bit(address.name)) {
    return encoded_word(address.name, "utf-8") + " <" + address.address + '>';
  }
  const bool is_quoted = address.name.find_first_of("][\\()<>@,:;\".") != std::string::npos;
  std::string name;
  for (const char c : address.name) {
    if (c == '\\' || c == '"') name += '\\';
    name += c;
  }
  return (is_quoted ? '"' + name + '"' : name) + " <" + address.address + '>';
}

std::optional<std::string> write_addresses(const std::vector<Address>& addresses) {
  std::string out;
  for (const Address& address : addresses) {
    const auto text = write_address(address);
    if (!text) return std::nullopt;
    out += (&address == &addresses.front() ? "" : ", ") + *text;
  }
  return out;
}

}  // namespace mass::python_email
