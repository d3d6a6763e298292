#include <algorithm>

#include "core/base/charset.hpp"
#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "harness/search/observe.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostTexts = 4;
constexpr std::size_t kLongestAdded = 16'000;
constexpr std::size_t kMostParts = 20;

struct Insertion {
  std::string early;  ///< The octets if what both bodies share is counted from the end.
  std::string late;   ///< The same from the beginning; another one when they start alike.
  bool is_at_end = false;
};

std::optional<Insertion> insertion_of(std::string_view before, std::string_view after) {
  if (after.size() <= before.size() || after.size() - before.size() > kLongestAdded) {
    return std::nullopt;
  }
  const std::size_t added = after.size() - before.size();
  const auto head =
      static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
  std::size_t tail = 0;
  while (tail < before.size() &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  if (head + tail < before.size()) return std::nullopt;
  return Insertion{std::string(after.substr(before.size() - tail, added)),
                   std::string(after.substr(head, added)), head == before.size()};
}

// Plain texts of a message as a reader sees them: UTF-8, lines end in CRLF.
std::vector<std::string> readable_texts(const Message& message) {
  std::vector<std::string> texts;
  for (const MimePart& part : parse_mime(message).parts) {
    if (!part.is_leaf() || !part.content_type.is("text", "plain")) continue;
    if (texts.size() == kMostParts) break;
    std::string octets(
        message.body().view().substr(part.body_begin, part.body_end - part.body_begin));
    if (part.encoding == TransferEncoding::base64) octets = base64_decode_lenient(octets);
    if (part.encoding == TransferEncoding::quoted_printable) {
      octets = quoted_printable_decode(octets);
    }
    const std::string_view charset = part.content_type.parameter("charset");
    const auto text = utf8_from(charset.empty() ? "us-ascii" : charset, octets);
    texts.push_back(with_crlf_ends(with_lf_ends(text ? *text : octets)));
  }
  return texts;
}

// What stands above and below texts that were there, inside them or as parts of their own.
class Frames {
 public:
  void count(const View& view) {
    const std::vector<std::string> before = readable_texts(view.simulated.message);
    const std::vector<std::string> after = readable_texts(view.captured);
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (std::ranges::find(before, after[i]) != before.end()) continue;
      if (!count_around(before, after[i])) add(i == 0 ? above_ : below_, after[i]);
    }
  }

  void tell(std::vector<Observation>& found) const {
    const auto above = by_frequency(above_, 2, 1);
    const auto below = by_frequency(below_, 2, 1);
    if (above.empty() && below.empty()) return;
    found.push_back({"framed",
                     {{{"above", above.empty() ? "" : above.front()},
                       {"below", below.empty() ? "" : below.front()}}}});
  }

 private:
  bool count_around(const std::vector<std::string>& before, const std::string& text) {
    for (const std::string& old : before) {
      const std::string_view core = trim(old);
      const std::size_t at = core.empty() ? std::string::npos : text.find(core);
      if (at == std::string::npos) continue;
      add(above_, std::string_view(text).substr(0, at));
      add(below_, std::string_view(text).substr(at + core.size()));
      return true;
    }
    return false;
  }

  // Blank lines at the border may be the author's.
  static void add(std::map<std::string, std::size_t>& counts, std::string_view text) {
    text = trim(text);
    if (!text.empty() && text.size() <= kLongestAdded) ++counts[std::string(text) + "\r\n"];
  }

  std::map<std::string, std::size_t> above_;
  std::map<std::string, std::size_t> below_;
};

}  // namespace

void observe_body(const std::vector<View>& views, std::vector<Observation>& found) {
  std::map<std::string, std::size_t> at_end;
  std::map<std::string, std::size_t> inside;
  Frames frames;
  for (const View& view : views) {
    frames.count(view);
    const auto insertion =
        insertion_of(view.simulated.message.body().view(), view.captured.body().view());
    if (!insertion) continue;
    if (insertion->is_at_end) {
      ++at_end[insertion->late];
    } else {
      ++inside[insertion->early];
      if (insertion->late != insertion->early) ++inside[insertion->late];
    }
  }
  const std::vector<std::string> ends = by_frequency(at_end, 1, kMostTexts);
  for (const std::string& text : ends) found.push_back({"appended", {{{"text", text}}}});
  for (const std::string& text : by_frequency(inside, 1, kMostTexts * 2)) {
    if (ends.empty()) found.push_back({"appended", {{{"text", text}}}});
    // A text and its mark-up come together.
    Item item{{"inside", text}, {"text", ends.empty() ? "" : ends.front()}};
    found.push_back({"inserted", {std::move(item)}});
  }
  frames.tell(found);
}

}  // namespace mass::search
