#include "harness/paths/software/spamassassin/html_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/mime/html_entities.hpp"
#include "harness/paths/software/spamassassin/reading.hpp"

namespace mass::transforms::spamassassin {

namespace {

constexpr auto kOthers = std::to_array<std::pair<std::string_view, std::uint32_t>>(
    {{"amp", '&'},      {"lt", '<'},        {"gt", '>'},        {"quot", '"'},
     {"apos", '\''},    {"euro", 0x20AC},   {"ndash", 0x2013},  {"mdash", 0x2014},
     {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},
     {"rdquo", 0x201D}, {"bdquo", 0x201E},  {"bull", 0x2022},   {"hellip", 0x2026},
     {"trade", 0x2122}, {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"zwnj", 0x200C}});

constexpr std::size_t kLongestName = 8;

std::optional<std::uint32_t> named(std::string_view name) {
  if (name == "nbsp") return ' ';  // a blank like all others
  if (const auto latin = latin_entity(name)) return latin;
  const auto other =
      std::ranges::find(kOthers, name, &std::pair<std::string_view, std::uint32_t>::first);
  if (other == kOthers.end()) return std::nullopt;
  return other->second;
}

std::optional<std::uint32_t> numbered(std::string_view digits) {
  const auto code = entity_number(digits);
  return code && !is_surrogate(*code) ? code : std::nullopt;
}

std::string without_entities(std::string_view text, bool& is_wide) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = text.substr(at, kLongestName + 3).find(';');
    if (text[at] == '&' && stop != std::string_view::npos && stop > 1) {
      const std::string_view name = text.substr(at + 1, stop - 1);
      const auto code = name.starts_with('#') ? numbered(name.substr(1)) : named(name);
      if (code) {
        append_utf8(out, *code);
        is_wide = is_wide || *code > 0xFF;
        at += stop + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

template <std::size_t N>
bool is_among(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, name) != names.end();
}

std::string_view space_of(std::string_view tag) {
  static constexpr std::array<std::string_view, 2> kLines{"br", "div"};
  static constexpr std::array<std::string_view, 12> kWords{"li", "th", "td", "dt", "dd", "embed",
                                                           "h1", "h2", "h3", "h4", "h5", "h6"};
  static constexpr std::array<std::string_view, 8> kParagraphs{
      "p", "hr", "blockquote", "pre", "listing", "plaintext", "xmp", "title"};
  if (is_among(tag, kLines)) return "\n";
  if (is_among(tag, kWords)) return " ";
  return is_among(tag, kParagraphs) ? "\n\n" : "";
}

// Text between tags: blanks run together, and go where a tag already stands for one.
class Page {
 public:
  void add_space(std::string_view space) {
    if (!ends_in_space_ && text_.ends_with(' ')) text_.pop_back();
    text_ += space;
    ends_in_space_ = true;
  }

  void add_text(std::string_view text) {
    std::string words;
    for (const char c : text) {
      if (!is_space(c)) {
        words += c;
      } else if (!words.ends_with(' ')) {
        words += ' ';
      }
    }
    if (ends_in_space_ && words.starts_with(' ')) words.erase(0, 1);
    text_ += words;
    ends_in_space_ = false;
  }

  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  std::string text_;
  bool ends_in_space_ = false;
};

// One past the `>` of a tag, which may stand inside quotes as well.
std::size_t end_of_tag(std::string_view html, std::size_t at) {
  char quote = 0;
  for (; at < html.size(); ++at) {
    const char c = html[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '>') {
      return at + 1;
    } else if ((c == '"' || c == '\'') && html[at - 1] == '=') {
      quote = c;
    }
  }
  return html.size();
}

std::size_t behind(std::string_view html, std::string_view end, std::size_t at) {
  const std::size_t found = ifind(html, end, at);
  return found == std::string_view::npos ? html.size() : found + end.size();
}

}  // namespace

HtmlText html_text(std::string_view html) {
  HtmlText result;
  Page page;
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t open = std::min(html.find('<', at), html.size());
    std::size_t text_end = open;
    const std::string_view rest = html.substr(open);
    const bool is_end = rest.starts_with("</");
    const std::size_t name_at = open + (is_end ? 2U : 1U);
    const bool is_tag = name_at < html.size() && is_letter(html[name_at]);
    const bool is_markup = is_tag || rest.starts_with("<!") || rest.starts_with("<?");
    if (!is_markup && open < html.size()) text_end = open + 1;  // a `<` that is only text
    if (text_end > at) {
      page.add_text(without_entities(html.substr(at, text_end - at), result.is_wide));
    }
    at = text_end;
    if (!is_markup) continue;
    if (!is_tag) {
      at = rest.starts_with("<!--") ? behind(html, "-->", open + 4) : end_of_tag(html, open + 1);
      continue;
    }
    std::size_t name_end = name_at;
    while (name_end < html.size() && (is_letter(html[name_end]) || is_digit(html[name_end]))) {
      ++name_end;
    }
    const std::string name = ascii_lower(html.substr(name_at, name_end - name_at));
    result.tags.insert(name);
    at = end_of_tag(html, name_end);
    if (const std::string_view space = space_of(name); !space.empty()) page.add_space(space);
    if (!is_end && (name == "script" || name == "style")) {
      at = end_of_tag(html, behind(html, "</" + name, at));
    }
  }
  result.text = std::move(page).take();
  return result;
}

}  // namespace mass::transforms::spamassassin
