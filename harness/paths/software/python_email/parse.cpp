#include <algorithm>
#include <functional>

#include "core/base/text.hpp"
#include "harness/paths/software/python_email/part.hpp"

namespace mass::python_email {

namespace {

bool is_line_end(std::string_view line) {
  return line.starts_with('\n') || line.starts_with('\r');
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with("\r\n")) return text.substr(0, text.size() - 2);
  if (text.ends_with('\n') || text.ends_with('\r')) return text.substr(0, text.size() - 1);
  return text;
}

// A field, a line that continues one, or a From_ line.
bool belongs_to_header(std::string_view line) {
  if (line.starts_with("From ") || line.starts_with(' ') || line.starts_with('\t')) return true;
  const std::size_t end = std::min(
      static_cast<std::size_t>(
          std::ranges::find_if(line, [](char c) { return c < '!' || c > '~' || c == ':'; }) -
          line.begin()),
      line.size());
  return end < line.size() && line[end] == ':';
}

// Lines of a text with their ends, and what ends the text before its time.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// The next line; empty at the end, and where a stop wants the line.
  std::string_view next() {
    if (rest_.empty()) return {};
    const std::string_view line = peek();
    for (auto stop = stops_.rbegin(); stop != stops_.rend(); ++stop) {
      if ((*stop)(line)) return {};
    }
    rest_.remove_prefix(line.size());
    return line;
  }

  /// Takes back a line that next() gave.
  void back(std::string_view line) {
    rest_ = std::string_view(line.data(),
                             static_cast<std::size_t>(rest_.data() - line.data()) + rest_.size());
  }

  void stop_at(std::function<bool(std::string_view)> stop) { stops_.push_back(std::move(stop)); }
  void forget_stop() { stops_.pop_back(); }

  /// Everything up to the next stop.
  std::string rest() {
    std::string text;
    for (std::string_view line = next(); !line.empty(); line = next()) text += line;
    return text;
  }

 private:
  [[nodiscard]] std::string_view peek() const {
    const std::size_t end = rest_.find_first_of("\r\n");
    if (end == std::string_view::npos) return rest_;
    return rest_.substr(0, end + (rest_.substr(end).starts_with("\r\n") ? 2 : 1));
  }

  std::string_view rest_;
  std::vector<std::function<bool(std::string_view)>> stops_;
};

// What a line is to a multipart.
enum class Mark : std::uint8_t { none, between, close };

Mark mark_of(std::string_view line, std::string_view separator) {
  if (!line.starts_with(separator)) return Mark::none;
  line.remove_prefix(separator.size());
  const auto is_end = [](std::string_view rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    return rest.empty() || is_line_end(rest);
  };
  if (line.starts_with("--") && is_end(line.substr(2))) return Mark::close;
  return is_end(line) ? Mark::between : Mark::none;
}

class Parser {
 public:
  explicit Parser(std::string_view octets) : lines_(octets) {}

  Part run() {
    Part root;
    read(root, 0);
    if (root.is_multipart_type() && !root.has_children) root.is_defective = true;
    return root;
  }

  Part run_header() {
    Part root;
    read_header(root);
    root.text = lines_.rest();
    return root;
  }

 private:
  void read(Part& part, int depth) {
    last_ = &part;
    read_header(part);
    if (depth < kMaxDepth) {
      const std::string type = part.content_type();
      if (type == "message/delivery-status") return read_status(part, depth);
      if (type.starts_with("message/")) {
        read(new_child(part), depth + 1);
        return;
      }
      if (type.starts_with("multipart/")) return read_multipart(part, depth);
    }
    part.text = lines_.rest();
  }

  static Part& new_child(Part& part) {
    part.has_children = true;
    part.children.emplace_back();
    part.children.back().is_message_by_default = part.content_type() == "multipart/digest";
    return part.children.back();
  }

  void read_header(Part& part) {
    std::vector<std::string_view> lines;
    for (std::string_view line = lines_.next(); !line.empty(); line = lines_.next()) {
      if (!belongs_to_header(line)) {
        if (!is_line_end(line)) {
          part.is_defective = true;
          lines_.back(line);
        }
        break;
      }
      lines.push_back(line);
    }
    for (std::size_t at = 0; at < lines.size(); ++at) {
      const std::string_view line = lines[at];
      if (is_wsp(line.front())) {
        if (is_open_) {
          part.headers.back().value += line;
        } else {
          part.is_defective = part.is_defective || part.headers.empty();
        }
        continue;
      }
      close_field(part);
      if (line.starts_with("From ")) {
        if (at == 0) continue;
        // At the end of the header it is taken for the first line of the body.
        if (at + 1 == lines.size()) {
          lines_.back(line);
          return;
        }
        part.is_defective = true;
        continue;
      }
      const std::size_t colon = line.find(':');
      if (colon == 0) {
        part.is_defective = true;
        continue;
      }
      std::string_view value = line.substr(colon + 1);
      value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
      part.add(std::string(line.substr(0, colon)), std::string(value));
      is_open_ = true;
    }
    close_field(part);
  }

  // The line ends behind a value are not part of it.
  void close_field(Part& part) {
    if (is_open_) {
      std::string& value = part.headers.back().value;
      value.resize(value.find_last_not_of("\r\n") + 1);
    }
    is_open_ = false;
  }

  void read_status(Part& part, int depth) {
    while (true) {
      lines_.stop_at(is_line_end);
      read(new_child(part), depth + 1);
      lines_.forget_stop();
      lines_.next();
      const std::string_view line = lines_.next();
      if (line.empty()) return;
      lines_.back(line);
    }
  }

  void read_multipart(Part& part, int depth) {
    const auto boundary = part.parameter("boundary");
    if (!boundary) {
      part.is_defective = true;
      part.text = lines_.rest();
      return;
    }
    if (const std::string* encoding = part.find("Content-Transfer-Encoding");
        encoding != nullptr && !iequals(*encoding, "7bit") && !iequals(*encoding, "8bit") &&
        !iequals(*encoding, "binary")) {
      part.is_defective = true;
    }
    const std::string separator =
        "--" + boundary->substr(0, boundary->find_last_not_of(" \t\r\n") + 1);
    const auto mark = [&separator](std::string_view line) { return mark_of(line, separator); };
    std::string preamble;
    bool is_before_parts = true;
    std::string_view line = lines_.next();
    for (; !line.empty(); line = lines_.next()) {
      const Mark found = mark(line);
      if (found == Mark::close) break;
      if (found == Mark::none) {
        // Only in front of the first part: each part reads up to a mark.
        preamble += line;
        continue;
      }
      if (is_before_parts && !preamble.empty()) part.preamble = without_line_end(preamble);
      is_before_parts = false;
      // Several marks in a row have no parts between them.
      for (line = lines_.next(); !line.empty(); line = lines_.next()) {
        if (mark(line) == Mark::none) {
          lines_.back(line);
          break;
        }
      }
      lines_.stop_at([mark](std::string_view text) { return mark(text) != Mark::none; });
      read(new_child(part), depth + 1);
      take_line_end_from_last();
      lines_.forget_stop();
      last_ = &part;
    }
    if (is_before_parts) {
      part.is_defective = true;
      part.text = std::move(preamble);
      lines_.rest();
      return;
    }
    if (line.empty()) {
      part.is_defective = true;
      return;
    }
    const bool has_line_end = without_line_end(line).size() < line.size();
    std::string epilogue = lines_.rest();
    if (!has_line_end && is_line_end(epilogue)) {
      epilogue.erase(0, epilogue.starts_with("\r\n") ? 2 : 1);
    }
    part.epilogue = std::move(epilogue);
  }

  // The line end in front of a mark belongs to the mark.
  void take_line_end_from_last() {
    if (last_->is_multipart_type()) {
      if (!last_->epilogue) return;
      if (last_->epilogue->empty()) {
        last_->epilogue.reset();
      } else {
        last_->epilogue = std::string(without_line_end(*last_->epilogue));
      }
    } else if (!last_->has_children) {
      last_->text = std::string(without_line_end(last_->text));
    }
  }

  Lines lines_;
  Part* last_ = nullptr;
  bool is_open_ = false;  // The field read last may go on.
};

}  // namespace

Part parse(std::string_view octets) {
  return Parser(octets).run();
}

Part parse_header(std::string_view octets) {
  return Parser(octets).run_header();
}

}  // namespace mass::python_email
