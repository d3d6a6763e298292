#include "harness/paths/software/lynx/dump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/software/lynx/html.hpp"
#include "harness/paths/software/lynx/page.hpp"
#include "harness/paths/software/python_email/charsets.hpp"

namespace mass::lynx {

namespace {

constexpr Style kNormal{.id = 0};
constexpr std::array<Style, 3> kDivisions{Style{.id = 1, .align = Align::left},
                                          Style{.id = 2, .align = Align::center},
                                          Style{.id = 3, .align = Align::right}};
constexpr Style kQuote{.id = 4, .left = 5, .right = 7};
constexpr Style kPreformatted{.id = 5, .left = 0, .right = 0, .before = 0};
constexpr Style kGlossary{.id = 6};
constexpr Style kAddress{.id = 7, .left = 4};
constexpr int kHeadings = 10;  // And the level.
constexpr int kLists = 20;     // And the depth.
constexpr std::size_t kDefinitionMargin = 10;
constexpr std::string_view kBullets = "*+o#@-=";
// Blocks in deeper blocks do not change the style.
constexpr std::size_t kMaxBlocks = 200;

Style heading(std::size_t level) {
  constexpr std::array<std::size_t, 6> kMargins = {0, 0, 2, 4, 6, 8};
  return {.id = kHeadings + static_cast<int>(level),
          .left = kMargins[level - 1],
          .right = 0,
          .align = level == 1 ? Align::center : Align::left,
          .after = 1};
}

Style list(std::size_t depth) {
  constexpr std::size_t kDeepest = 10;
  depth = std::min(depth, kDeepest);
  return {.id = kLists + static_cast<int>(depth), .left = 7 + 5 * depth, .before = 0};
}

Align read_align(std::string_view text) {
  if (iequals(text, "center") || iequals(text, "middle")) return Align::center;
  return iequals(text, "right") ? Align::right : Align::left;
}

// `HTTP://Host` as `http://host/`. What is relative is so to the file, whose name is made up.
std::string whole_address(std::string_view href) {
  href = trim(href);
  const std::size_t colon = href.find(':');
  const bool has_scheme = colon != std::string_view::npos && colon > 0 &&
                          std::ranges::all_of(href.substr(0, colon), [](char c) {
                            return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
                          });
  if (!has_scheme) {
    if (href.empty() || href == "#") return "file:///tmp/tmp/0.html";
    if (href.starts_with('#')) return fmt::format("file:///tmp/tmp/0.html{}", href);
    if (href.starts_with("//")) return fmt::format("file:{}", href);
    return fmt::format("file://{}{}", href.starts_with('/') ? "" : "/tmp/tmp/", href);
  }
  std::string out = ascii_lower(href.substr(0, colon + 1));
  std::string_view rest = href.substr(colon + 1);
  if (!rest.starts_with("//")) return out.append(rest);
  const std::size_t path = std::min(rest.find_first_of("/?#", 2), rest.size());
  const std::size_t port = std::min(rest.find(':'), path);
  out.append(ascii_lower(rest.substr(0, port))).append(rest.substr(port, path - port));
  rest.remove_prefix(path);
  return out.append(rest.starts_with('/') ? "" : "/").append(rest);
}

// Percent signs undone, up to a NUL; other control characters are left out.
std::string decoded_address(std::string_view href) {
  std::string out = percent_decode_lenient(href);
  out.resize(std::min(out.find('\0'), out.size()));
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
  return out;
}

class Browser {
 public:
  std::string run(std::string_view html) {
    HtmlReader reader(html);
    Token token;
    while (reader.next(token)) {
      if (token.name.empty()) {
        text(without_entities(recoded(std::move(token.text))));
        continue;
      }
      page_.note_tag();
      if (token.is_end) {
        end(token.name);
      } else {
        start(token);
      }
    }
    close_link();
    std::string out;
    for (const std::string& line : page_.finish()) out.append(line) += '\n';
    if (out.empty()) out = "\n";
    return out + links();
  }

 private:
  struct Block {
    std::string name;
    Style style;
  };
  struct List {
    bool is_numbered;
    std::int64_t next;
    char kind;  // `1`, `a`, `A`.
  };

  // A charset that the page says is believed, though the file is UTF-8.
  [[nodiscard]] std::string recoded(std::string text) const {
    if (charset_.empty()) return text;
    const std::string all = python_email::to_utf8_or_marks(text, charset_).value_or(text);
    std::string out;
    for (std::size_t at = 0; at < all.size(); ++at) {
      // Control characters of the second half are not shown.
      if (all[at] == '\xC2' && at + 1 < all.size() &&
          static_cast<unsigned char>(all[at + 1]) < 0xA0) {
        ++at;
      } else {
        out += all[at];
      }
    }
    return out;
  }

  void text(std::string_view text) {
    if (preformatted_ == 0) {
      has_link_text_ = has_link_text_ || !trim(text).empty();
      page_.add_text(text);
      return;
    }
    if (is_pre_start_ && text.starts_with("\r\n")) text.remove_prefix(2);
    if (is_pre_start_ && text.starts_with('\n')) text.remove_prefix(1);
    is_pre_start_ = false;
    has_link_text_ = true;
    page_.add_preformatted(text);
  }

  bool open(const std::string& name, const Style& style) {
    end_paragraph();
    page_.update();
    page_.end_line();
    if (blocks_.size() >= kMaxBlocks) return false;
    blocks_.push_back({name, style});
    page_.want(style);
    return true;
  }

  // The block of that name and all in it.
  bool close(std::string_view name) {
    const auto found = std::find_if(blocks_.rbegin(), blocks_.rend(),
                                    [name](const Block& block) { return block.name == name; });
    if (found == blocks_.rend()) return false;
    end_paragraph();
    page_.end_line();
    blocks_.erase(found.base() - 1, blocks_.end());
    page_.want(blocks_.empty() ? kNormal : blocks_.back().style);
    return true;
  }

  // What belongs to the head ends all blocks of the body.
  void leave_blocks() {
    if (blocks_.empty()) return;
    end_paragraph();
    page_.end_line();
    blocks_.clear();
    lists_.clear();
    page_.want(kNormal);
  }

  void end_paragraph() {
    if (!is_paragraph_) return;
    page_.end_line();
    page_.align_paragraph(std::nullopt);
    is_paragraph_ = false;
  }

  void start(const Token& tag) {
    const std::string& name = tag.name;
    if (name == "p") {
      end_paragraph();
      page_.start_paragraph();
      if (tag.has("align")) page_.align_paragraph(read_align(tag.attribute("align")));
      is_paragraph_ = true;
    } else if (name == "br") {
      page_.end_line();
    } else if (name == "div" || name == "center") {
      const Align align = name == "center" ? Align::center : read_align(tag.attribute("align"));
      if (lists_.empty()) {
        (void)open(name, kDivisions[static_cast<std::size_t>(align)]);
      } else {
        page_.end_line();
      }
    } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      (void)open(name, heading(static_cast<std::size_t>(name[1] - '0')));
    } else if (name == "blockquote") {
      (void)open(name, kQuote);
      page_.need_empty_lines(1);
    } else if (name == "pre") {
      if (open(name, kPreformatted)) ++preformatted_;
      is_pre_start_ = true;
    } else if (name == "address") {
      (void)open(name, kAddress);
    } else if (name == "hr") {
      end_paragraph();
      page_.update();
      page_.add_rule();
    } else if (name == "a") {
      start_link(tag);
    } else if (name == "img") {
      picture(tag);
    } else if (name == "meta") {
      read_charset(tag);
      leave_blocks();
    } else if (!start_of_list(tag) && !start_of_table(tag)) {
      mark(name, false);
    }
  }

  void end(const std::string& name) {
    if (name == "p") {
      end_paragraph();
    } else if (name == "a") {
      close_link();
    } else if (name == "pre") {
      if (close(name)) --preformatted_;
    } else if (name == "ul" || name == "ol" || name == "dl") {
      if (close(name) && !lists_.empty()) lists_.pop_back();
    } else if (name == "table") {
      page_.end_table();
      close(name);
    } else if (name == "div" && !lists_.empty()) {
      page_.end_line();
    } else if (!close(name)) {
      mark(name, true);
    }
  }

  bool start_of_list(const Token& tag) {
    const std::string& name = tag.name;
    if (name == "ul" || name == "ol") {
      const std::string_view start = tag.attribute("start");
      const std::string_view kind = tag.attribute("type");
      if (!open(name, list(lists_.size()))) return true;
      lists_.push_back({name == "ol",
                        static_cast<std::int64_t>(parse_decimal(start).value_or(1) % 1'000'000),
                        kind == "a" || kind == "A" ? kind.front() : '1'});
    } else if (name == "dl") {
      if (open(name, kGlossary)) lists_.push_back({false, 0, '1'});
    } else if (name == "li") {
      end_paragraph();
      page_.end_line();
      if (!lists_.empty()) page_.add_bullet(bullet());
    } else if (name == "dt") {
      end_paragraph();
      page_.start_paragraph();
      page_.set_margin(kGlossary.left);
    } else if (name == "dd") {
      end_paragraph();
      page_.end_line();
      page_.set_margin(kDefinitionMargin);
    } else {
      return false;
    }
    return true;
  }

  std::string bullet() {
    List& list = lists_.back();
    if (!list.is_numbered) {
      const auto depth =
          std::ranges::count_if(lists_, [](const List& one) { return !one.is_numbered; });
      return {kBullets[static_cast<std::size_t>(depth - 1) % kBullets.size()], ' '};
    }
    const std::int64_t number = list.next++;
    if (list.kind != '1' && number >= 1 && number <= 26) {
      return {static_cast<char>(list.kind + number - 1), '.', ' '};
    }
    return fmt::format("{}. ", number);
  }

  bool start_of_table(const Token& tag) {
    if (tag.name == "table") {
      (void)open(tag.name, kDivisions.front());
      page_.start_table();
    } else if (tag.name == "tr") {
      end_paragraph();
      page_.start_row();
    } else if (tag.name == "td" || tag.name == "th") {
      end_paragraph();
      page_.start_cell();
    } else {
      return false;
    }
    return true;
  }

  // Signs in the place of what a terminal cannot show.
  void mark(std::string_view name, bool is_end) {
    if (name == "q") {
      text("\"");
    } else if (name == "sup") {
      if (!is_end) text("^");
    } else if (name == "sub") {
      text(is_end ? "]" : "[");
    } else if (name == "del" || name == "s" || name == "strike") {
      text(is_end ? " :DEL]" : "[DEL: ");
    } else if (name == "ins") {
      text(is_end ? " :INS]" : "[INS: ");
    }
  }

  void start_link(const Token& tag) {
    close_link();
    if (!tag.has("href")) return;
    address_ = whole_address(decoded_address(tag.attribute("href")));
    number_ = fmt::format("[{}]", visible_.size() + 1);
    page_.add_mark(number_);
    has_link_text_ = false;
  }

  // A link without text has no number.
  void close_link() {
    if (number_.empty()) return;
    if (!has_link_text_ && page_.take_back(number_)) {
      hidden_.push_back(address_);
    } else {
      visible_.push_back(address_);
    }
    number_.clear();
  }

  void picture(const Token& tag) {
    page_.add_text(" ");
    if (tag.has("alt")) {
      text(recoded(std::string(tag.attribute("alt"))));
    } else if (tag.has("src")) {
      const std::string_view source = tag.attribute("src");
      text(fmt::format("[{}]", source.substr(source.rfind('/') + 1)));
    }
    page_.add_text(" ");
  }

  // The first that is said counts.
  void read_charset(const Token& tag) {
    if (has_charset_) return;
    std::string charset(tag.attribute("charset"));
    const std::string_view content = tag.attribute("content");
    if (const std::size_t at = ifind(content, "charset=");
        charset.empty() && iequals(tag.attribute("http-equiv"), "content-type") &&
        at != std::string_view::npos) {
      charset = content.substr(at + std::string_view("charset=").size());
    }
    charset = ascii_lower(trim(charset.substr(0, charset.find_first_of("; \"'"))));
    const bool is_known = python_email::to_utf8("a", charset).has_value();
    has_charset_ = !charset.empty();
    charset_ = is_known && charset != "utf-8" && charset != "us-ascii" ? charset : "";
  }

  [[nodiscard]] std::string links() const {
    std::string out;
    if (visible_.empty() && hidden_.empty()) return out;
    out = "\nReferences\n\n";
    if (!hidden_.empty()) out += "   Visible links:\n";
    std::size_t number = 0;
    for (const std::string& address : visible_) out += fmt::format("{:4}. {}\n", ++number, address);
    if (hidden_.empty()) return out;
    out += "\n   Hidden links:\n";
    ++number;
    for (const std::string& address : hidden_) out += fmt::format("{:4}. {}\n", ++number, address);
    return out;
  }

  Page page_;
  std::vector<Block> blocks_;
  std::vector<List> lists_;
  bool is_paragraph_ = false;
  int preformatted_ = 0;
  bool is_pre_start_ = false;
  std::string charset_;  // Empty: UTF-8.
  bool has_charset_ = false;
  std::string address_;  // Of the link that is open.
  std::string number_;   // Its number as it was written; empty: none is open.
  bool has_link_text_ = false;
  std::vector<std::string> visible_;
  std::vector<std::string> hidden_;
};

}  // namespace

std::string dump(std::string_view html) {
  return Browser().run(html);
}

}  // namespace mass::lynx
