#include "harness/paths/software/courier/entity.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms::courier {

namespace {

constexpr std::size_t kDepth = 32;
constexpr std::size_t kParts = 5'000;
constexpr std::size_t kLongLine = 500;

// Where reading ended: at a delimiter of the multipart of this level, or at the end.
struct Stop {
  std::size_t level = std::string_view::npos;
  bool is_close = false;
  std::size_t begin = std::string_view::npos;  // of the delimiter line
};

bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x7F;
}

bool stands_for_8bit(std::string_view text) {
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    const auto octet = from_hex(text.substr(at + 1, 2));
    if (octet && octet->size() == 1 && is_high(octet->front())) return true;
  }
  return false;
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  for (const std::string_view line : split(text, '\n')) {
    longest = std::max(longest, line.size() - (line.ends_with('\r') ? 1U : 0U));
  }
  return longest;
}

std::string_view value_of(std::string_view field) {
  return trim(field.substr(std::min(field.find(':') + 1, field.size())));
}

bool has_name(std::string_view field, std::string_view name) {
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos) return false;
  return iequals(trim(field.substr(0, colon)), name);
}

// Around what is in base64 the label is 8bit.
std::string needed_encoding(const Entity& entity) {
  const bool is_7bit = std::ranges::all_of(entity.inside, [](const Entity& one) {
    return one.encoding == "7bit" || one.encoding == "quoted-printable";
  });
  return is_7bit && !entity.has_8bit ? "7bit" : "8bit";
}

class Reader {
 public:
  explicit Reader(std::string_view octets) : octets_(octets) {}

  // `outer`: the multipart it is a part of, or null.
  Stop read(Entity& entity, const Entity* outer) {
    const std::size_t begin = at_;
    const Stop end = read_rest(entity, outer);
    entity.raw = octets_.substr(begin, std::min(end.begin, octets_.size()) - begin);
    if (entity.raw.ends_with("\r\n")) entity.raw.remove_suffix(2);
    return end;
  }

 private:
  Stop read_rest(Entity& entity, const Entity* outer) {
    const Stop stop = read_header(entity);
    describe(entity, outer);
    entity.has_8bit_header = std::ranges::any_of(entity.fields, has_eight_bit);
    if (stop.level != std::string_view::npos) {  // a part without a body
      if (!entity.is_encoding_declared) entity.encoding = "7bit";
      return stop;
    }
    const std::string* boundary = entity.content.parameter("boundary");
    ++depth_;
    Stop end;
    if (entity.is_mime && entity.content.type.starts_with("multipart/") && boundary != nullptr &&
        !boundary->empty() && depth_ < kDepth) {
      entity.is_multipart = true;
      boundaries_.push_back("--" + *boundary);
      end = read_parts(entity);
      boundaries_.pop_back();
    } else if (entity.is_mime && is_message_type(entity.content.type) && depth_ < kDepth) {
      entity.is_message = true;
      end = read(entity.inside.emplace_back(), nullptr);
    } else {
      end = read_text(entity);
    }
    --depth_;
    for (const Entity& one : entity.inside) {
      entity.has_8bit = entity.has_8bit || one.has_8bit;
      entity.has_8bit_header = entity.has_8bit_header || one.has_8bit_header;
    }
    if (!entity.is_encoding_declared) entity.encoding = needed_encoding(entity);
    return end;
  }

  static bool is_message_type(std::string_view type) {
    return type == "message/rfc822" || type == "message/global";
  }

  std::string_view line_at(std::size_t at) const {
    const std::size_t end = octets_.find("\r\n", at);
    return octets_.substr(at, end == std::string_view::npos ? end : end + 2 - at);
  }

  Stop delimiter(std::string_view line) const {
    if (!line.starts_with("--") || parts_ == kParts) return {};
    for (std::size_t level = boundaries_.size(); level-- > 0;) {
      const std::string& boundary = boundaries_[level];
      if (istarts_with(line, boundary)) {
        return {level, line.substr(boundary.size()).starts_with("--"),
                static_cast<std::size_t>(line.data() - octets_.data())};
      }
    }
    return {};
  }

  // Ends behind the blank line, or behind a delimiter.
  Stop read_header(Entity& entity) {
    bool is_ended = false;
    Stop stop;
    while (at_ < octets_.size() && !is_ended) {
      const std::string_view line = line_at(at_);
      stop = delimiter(line);
      at_ += line.size();
      if (stop.level != std::string_view::npos) return stop;
      is_ended = line == "\r\n";
      if (is_ended) break;
      const std::string_view text =
          line.substr(0, line.size() - (line.ends_with("\r\n") ? 2U : 0U));
      if (is_wsp(line.front()) && !entity.fields.empty()) {
        std::string_view& last = entity.fields.back();
        last = {last.data(), static_cast<std::size_t>(text.data() + text.size() - last.data())};
      } else {
        entity.fields.push_back(text);
      }
    }
    is_last_unseen_ = !is_ended;
    return {};
  }

  void describe(Entity& entity, const Entity* outer) {
    const std::size_t seen = entity.fields.size() - (is_last_unseen_ && !entity.fields.empty());
    is_last_unseen_ = false;
    entity.is_part = outer != nullptr;
    entity.is_mime = entity.is_part;
    if (entity.is_part && outer->is_encoding_declared) {
      entity.encoding = outer->encoding;
      entity.is_encoding_declared = true;
    }
    for (std::size_t i = 0; i < seen; ++i) {
      const std::string_view field = entity.fields[i];
      if (has_name(field, "MIME-Version")) {
        const std::string version = plain_word(value_of(field));
        entity.is_mime = entity.is_part || version == "1" || version.starts_with("1.");
      } else if (has_name(field, "Content-Type")) {
        entity.content = parse_content(value_of(field));
      } else if (has_name(field, "Content-Transfer-Encoding")) {
        entity.encoding = plain_word(value_of(field));
        entity.is_encoding_declared = true;
      }
    }
    if (!entity.is_mime) {
      entity.content = {};
      entity.encoding.clear();
      entity.is_encoding_declared = false;
    }
    entity.is_type_declared = !entity.content.type.empty();
    const bool is_in_digest = entity.is_part && outer->content.type == "multipart/digest";
    if (!entity.is_type_declared && is_in_digest) entity.content.type = "message/rfc822";
  }

  Stop read_parts(Entity& entity) {
    const std::size_t own = boundaries_.size() - 1;
    Stop stop = skip_lines();
    while (stop.level == own && !stop.is_close) {
      ++parts_;
      stop = read(entity.inside.emplace_back(), &entity);
    }
    if (stop.level != own) return stop;
    boundaries_.back() = "\n";  // no line starts so: it is closed
    return skip_lines();
  }

  Stop skip_lines() {
    while (at_ < octets_.size()) {
      const std::string_view line = line_at(at_);
      at_ += line.size();
      if (const Stop stop = delimiter(line); stop.level != std::string_view::npos) return stop;
    }
    return {};
  }

  // The line end in front of a delimiter is not part of a part.
  Stop read_text(Entity& entity) {
    const std::size_t begin = at_;
    std::size_t end = at_;
    Stop stop;
    while (at_ < octets_.size() && stop.level == std::string_view::npos) {
      const std::string_view line = line_at(at_);
      stop = delimiter(line);
      at_ += line.size();
      if (stop.level == std::string_view::npos) end = at_;
    }
    entity.text = octets_.substr(begin, end - begin);
    if (entity.is_part && entity.text.ends_with("\r\n")) entity.text.remove_suffix(2);
    entity.has_8bit = std::ranges::any_of(entity.text, is_high) ||
                      (entity.encoding == "quoted-printable" && stands_for_8bit(entity.text));
    entity.has_long_line = entity.encoding != "base64" && longest_line(entity.text) > kLongLine;
    return stop;
  }

  std::string_view octets_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t parts_ = 0;
  std::vector<std::string> boundaries_;  // with `--` in front
  bool is_last_unseen_ = false;
};

}  // namespace

Entity read_entity(std::string_view octets) {
  Entity entity;
  Reader(octets).read(entity, nullptr);
  return entity;
}

}  // namespace mass::transforms::courier
