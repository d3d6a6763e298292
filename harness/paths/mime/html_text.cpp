#include "harness/paths/mime/html_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/mime/html_entities.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::array<std::string_view, 12> kBreaks{"br", "p",  "div", "tr", "li", "h1",
                                                   "h2", "h3", "h4",  "hr", "ul", "table"};
constexpr std::array<std::pair<std::string_view, std::uint32_t>, 6> kEntities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}}};

std::optional<std::uint32_t> code_of(std::string_view name) {
  for (const auto& [known, code] : kEntities) {
    if (known == name) return code;
  }
  if (!name.starts_with('#')) return std::nullopt;
  return entity_number(name.substr(1));
}

std::string character(std::uint32_t code, bool is_utf8) {
  if (code < 0x80) return std::string(1, code < ' ' ? ' ' : static_cast<char>(code));
  if (!is_utf8 || is_surrogate(code)) return "?";
  std::string out;
  append_utf8(out, code);
  return out;
}

class Stripper {
 public:
  Stripper(std::string_view html, bool is_utf8) : html_(html), is_utf8_(is_utf8) {}

  std::string strip() {
    for (std::size_t at = 0; at < html_.size();) {
      const char c = html_[at];
      if (c == '<' && starts_tag(at)) {
        at = past_tag(at);
      } else if (c == '&') {
        at = past_entity(at);
      } else {
        if (is_fws(c)) {
          is_gap_ = true;
        } else {
          put(std::string_view(&c, 1));
        }
        ++at;
      }
    }
    if (!out_.empty() && !out_.ends_with("\r\n")) out_ += "\r\n";
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool starts_tag(std::size_t at) const {
    if (at + 1 >= html_.size()) return false;
    const char next = ascii_lower(html_[at + 1]);
    return next == '/' || next == '!' || next == '?' || (next >= 'a' && next <= 'z');
  }

  void put(std::string_view text) {
    if (is_gap_ && !out_.empty() && !out_.ends_with('\n')) out_ += ' ';
    is_gap_ = false;
    out_ += text;
  }

  // `end` is looked for no more once it was not found: that would be quadratic.
  std::size_t past(std::string_view end, std::size_t at, bool& is_lacking) const {
    const std::size_t found = is_lacking ? kNowhere : html_.find(end, at);
    is_lacking = found == kNowhere;
    return is_lacking ? html_.size() : found + end.size();
  }

  std::size_t past_tag(std::size_t at) {
    if (html_.substr(at).starts_with("<!--")) return past("-->", at, no_comment_end_);
    std::string_view rest = html_.substr(at + 1);
    const bool closes = rest.starts_with('/');
    if (closes) rest.remove_prefix(1);
    const std::string name =
        ascii_lower(rest.substr(0, std::min(rest.find_first_of(" \t\r\n/>"), std::size_t{10})));
    const std::size_t end = past(">", at, no_tag_end_);
    const bool breaks = std::ranges::find(kBreaks, name) != kBreaks.end();
    if (breaks && (closes || name == "br" || name == "hr") && !out_.empty()) {
      out_ += "\r\n";
      is_gap_ = false;
    }
    if (!closes && (name == "script" || name == "style" || name == "title")) {
      return past_element(name, end);
    }
    return end;
  }

  // One pass over the rest: what opens and is not closed hides everything behind it.
  std::size_t past_element(std::string_view name, std::size_t at) {
    for (std::size_t close = html_.find("</", at); close != kNowhere;
         close = html_.find("</", close + 2)) {
      if (istarts_with(html_.substr(close + 2), name)) return past(">", close, no_tag_end_);
    }
    return html_.size();
  }

  std::size_t past_entity(std::size_t at) {
    constexpr std::size_t kLongest = 10;
    const std::string_view rest = html_.substr(at + 1, kLongest);
    const std::size_t end = rest.find(';');
    const auto code = end == kNowhere ? std::nullopt : code_of(rest.substr(0, end));
    if (!code) {
      put("&");
      return at + 1;
    }
    put(character(*code, is_utf8_));
    return at + end + 2;
  }

  std::string_view html_;
  bool is_utf8_;
  std::string out_;
  bool is_gap_ = false;
  bool no_comment_end_ = false;
  bool no_tag_end_ = false;
};

}  // namespace

std::string html_text(std::string_view html, bool is_utf8) {
  return Stripper(html, is_utf8).strip();
}

}  // namespace mass::transforms
