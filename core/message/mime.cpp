#include "core/message/mime.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"

namespace mass {

namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxParts = 5000;

/// A multipart whose parts are being read.
struct Level {
  std::int32_t part;
  std::string boundary;
};

/// Which open multipart a line delimits.
struct Delimiter {
  std::size_t level;
  bool is_close;
};

/// Reads the body once, line by line, with a stack of the multiparts that are open.
class TreeBuilder {
 public:
  explicit TreeBuilder(const Message& message) : message_(message), text_(message.body().view()) {}

  [[nodiscard]] MimeTree build() {
    MimePart root;
    describe(root, message_);
    constexpr std::size_t kLargest = std::numeric_limits<std::uint32_t>::max();
    const bool is_too_large = text_.size() > kLargest;
    root.body_end = root.close_delimiter = offset(std::min(text_.size(), kLargest));
    tree_.parts.push_back(std::move(root));
    tree_.truncated = is_too_large;
    if (!is_too_large) {
      open_multipart(0);
      read_lines();
    }
    return std::move(tree_);
  }

 private:
  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  [[nodiscard]] MimePart& part(std::int32_t index) {
    return tree_.parts[static_cast<std::size_t>(index)];
  }

  static void describe(MimePart& part, const Message& header) {
    if (const Field* field = header.find("Content-Type")) {
      part.content_type = parse_content_type(field->value());
    }
    if (const Field* field = header.find("Content-Transfer-Encoding")) {
      part.encoding = parse_transfer_encoding(field->value());
    }
    if (const Field* field = header.find("Content-Disposition")) {
      part.disposition = parse_disposition(field->value());
    }
  }

  /// Looks for the delimiters of a part from now on, if it is a multipart and may be opened.
  void open_multipart(std::int32_t index) {
    const MimePart& entity = part(index);
    const std::string_view boundary =
        without_trailing_blanks(entity.content_type.parameter("boundary"));
    if (!entity.is_multipart() || boundary.empty()) return;
    if (levels_.size() == kMaxDepth) {
      tree_.truncated = true;
      return;
    }
    levels_.push_back({index, std::string(boundary)});
  }

  void read_lines() {
    std::size_t at = 0;
    while (at < text_.size() && !levels_.empty()) {
      const std::size_t end = line_end(text_, at);
      const std::string_view line = text_.substr(at, end - at);
      if (const auto delimiter = line.starts_with("--") ? match(line) : std::nullopt) {
        if (!delimiter->is_close && tree_.parts.size() == kMaxParts) {
          tree_.truncated = true;
          if (in_header_) end_header(at, at);
          return;
        }
        handle(*delimiter, at, end);
      } else if (in_header_) {
        read_header_line(at, end);
      }
      at = end;
    }
    if (in_header_) end_header(text_.size(), text_.size());
  }

  /// The innermost open multipart that the line delimits. The whole line counts, so that a boundary
  /// may begin with another one.
  [[nodiscard]] std::optional<Delimiter> match(std::string_view line) const {
    if (line.ends_with(kCrlf)) line.remove_suffix(kCrlf.size());
    line = without_trailing_blanks(line.substr(2));
    for (std::size_t level = levels_.size(); level-- > 0;) {
      const std::string_view boundary = levels_[level].boundary;
      if (line == boundary) return Delimiter{level, false};
      if (line.size() == boundary.size() + 2 && line.ends_with("--") &&
          line.starts_with(boundary)) {
        return Delimiter{level, true};
      }
    }
    return std::nullopt;
  }

  void handle(const Delimiter& delimiter, std::size_t at, std::size_t next) {
    if (in_header_) end_header(at, at);
    close_parts(delimiter.level, at);
    const std::int32_t parent = levels_[delimiter.level].part;
    if (delimiter.is_close) {
      part(parent).close_delimiter = offset(at);
      levels_.pop_back();
      return;
    }
    MimePart child;
    child.parent = parent;
    child.header_begin = child.body_begin = offset(next);
    child.body_end = child.close_delimiter = offset(text_.size());
    part(parent).children.push_back(static_cast<std::int32_t>(tree_.parts.size()));
    tree_.parts.push_back(std::move(child));
    open_ = static_cast<std::int32_t>(tree_.parts.size()) - 1;
    in_header_ = true;
    has_fields_ = false;
  }

  /// Ends the open part and every multipart deeper than `level` in front of the delimiter at `at`.
  void close_parts(std::size_t level, std::size_t at) {
    const bool after_line = at >= kCrlf.size() && text_.substr(0, at).ends_with(kCrlf);
    std::uint32_t end = offset(after_line ? at - kCrlf.size() : at);
    for (std::int32_t index = open_; index >= 0 && index != levels_[level].part;
         index = part(index).parent) {
      MimePart& ended = part(index);
      const bool lacks_close = ended.close_delimiter == ended.body_end;
      // A part without content may have that CRLF in its header; what is around it ends no earlier.
      end = std::max(end, ended.body_begin);
      ended.body_end = end;
      if (lacks_close) ended.close_delimiter = end;
    }
    open_ = levels_[level].part;
    levels_.resize(level + 1);
  }

  void read_header_line(std::size_t at, std::size_t end) {
    const std::string_view rest = text_.substr(at, end - at);
    if (rest == kCrlf) return end_header(at, end);
    if (has_fields_ && is_fold_start(rest)) return;
    has_fields_ = read_field_head(rest).has_value();
    if (!has_fields_) end_header(at, at);
  }

  /// `fields_end` ends the last field, `content` starts the content.
  void end_header(std::size_t fields_end, std::size_t content) {
    in_header_ = false;
    MimePart& entity = part(open_);
    entity.body_begin = offset(content);
    const Octets octets =
        message_.body().slice(entity.header_begin, fields_end - entity.header_begin);
    describe(entity, Message::parse(octets));
    const MimePart& parent = part(entity.parent);
    if (!entity.content_type.declared && parent.content_type.is("multipart", "digest")) {
      entity.content_type.type = "message";  // RFC 2046 section 5.1.5
      entity.content_type.subtype = "rfc822";
    }
    open_multipart(open_);
  }

  const Message& message_;
  std::string_view text_;
  MimeTree tree_;
  std::vector<Level> levels_;
  std::int32_t open_ = 0;   // The innermost part that has begun and not ended.
  bool in_header_ = false;  // Its header is being read.
  bool has_fields_ = false;
};

}  // namespace

MimeTree parse_mime(const Message& message) {
  return TreeBuilder(message).build();
}

Message part_header(const Message& message, const MimePart& part) {
  if (part.parent < 0) {
    const auto fields = message.fields();
    return Message::assemble({fields.begin(), fields.end()}, message.separator(), {});
  }
  return Message::parse(
      message.body().slice(part.header_begin, part.body_begin - part.header_begin));
}

}  // namespace mass
