#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sendmail/mime_lines.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kSampleSize = 4096;
constexpr std::size_t kBase64Width = 72;
constexpr std::size_t kMaxNesting = 20;
constexpr std::size_t kMaxBoundary = 127;

struct Header {
  std::vector<Field> fields;

  [[nodiscard]] const Field* find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(fields, [name](const Field& field) { return field.is(name); });
    return found == fields.end() ? nullptr : &*found;
  }
};

enum class Mode : std::uint8_t { check, label, to_7bit };

struct Flags {
  bool is_digest = false;
  bool keeps_eight_bit = false;
};

// The encoding as written, without comments and blanks; nothing if there is none.
std::optional<std::string> encoding_of(const Header& header) {
  const Field* field = header.find("Content-Transfer-Encoding");
  if (field == nullptr) return std::nullopt;
  std::string out;
  std::size_t depth = 0;
  for (const char c : field->value()) {
    if (c == '(') {
      ++depth;
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (depth == 0 && !is_fws(c)) {
      out += c;
    }
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

bool can_be_converted(const std::optional<std::string>& encoding) {
  return !encoding || iequals(*encoding, "7bit") || iequals(*encoding, "8bit") ||
         iequals(*encoding, "binary");
}

// Writes one message anew, from its own lines and those of the parts in it.
class Writer {
 public:
  Writer(std::string_view body, Mode mode, std::string mark)
      : lines_(body), mode_(mode), converts_(mode == Mode::to_7bit), mark_(std::move(mark)) {}

  std::string write(const Message& message) {
    Header header;
    for (const Field& one : message.fields()) {
      const Field field = sendmail_balanced(one);
      header.fields.push_back(field);
      if (!converts_ || !field.is("Content-Transfer-Encoding")) out_.append(field.raw());
    }
    const bool is_mime = header.find("MIME-Version") != nullptr;
    const bool labels = mode_ == Mode::label && !is_mime;
    if ((converts_ && !is_mime) || labels) put("MIME-Version: 1.0");
    if ((converts_ || labels) && header.find("Content-Type") == nullptr) {
      put("Content-Type: text/plain; charset=unknown-8bit");
    }
    if (labels && header.find("Content-Transfer-Encoding") == nullptr) {
      put("Content-Transfer-Encoding: 8bit");
    }
    entity(header, {}, 0);
    return std::move(out_);
  }

  [[nodiscard]] std::size_t converted() const noexcept { return converted_; }

 private:
  void put(std::string_view line) { out_.append(line).append("\r\n"); }

  // A part's header is read up to the first line that is no field; that line is lost.
  Header part_header() {
    Header header;
    while (!lines_.at_end()) {
      const std::string_view line = lines_.next();
      if (!looks_like_field(line)) break;
      std::string raw(line);
      while (!lines_.at_end() && is_wsp(lines_.peek().front())) raw += lines_.next();
      if (!raw.ends_with("\r\n")) raw += "\r\n";
      std::erase(raw, '\0');
      const std::size_t colon = raw.find(':');
      const std::string name(trim(std::string_view(raw).substr(0, colon)));
      Field field =
          sendmail_balanced(Field(Octets(name + raw.substr(colon)), name.size(), name.size()));
      if (!converts_ || !field.is("Content-Transfer-Encoding")) out_.append(field.raw());
      header.fields.push_back(std::move(field));
    }
    return header;
  }

  Separator entity(const Header& header, Flags flags, std::size_t depth) {
    const auto encoding = encoding_of(header);
    const Field* field = header.find("Content-Type");
    ContentType type = parse_content_type(field == nullptr ? " text/plain" : field->value());
    if (field == nullptr && flags.is_digest) type = parse_content_type(" message/rfc822");
    flags.is_digest = false;
    if (type.is("multipart", "signed") || !can_be_converted(encoding)) flags.keeps_eight_bit = true;
    if (depth < kMaxNesting && type.type == "multipart" && (!flags.keeps_eight_bit || !converts_)) {
      flags.is_digest = type.subtype == "digest";
      return multipart(std::string(type.parameter("boundary")), flags, depth);
    }
    if (type.type == "message") {
      const bool is_message = type.subtype == "rfc822" || type.subtype == "global";
      if (is_message && depth < kMaxNesting) {
        out_ += "\r\n";
        const Header inner = part_header();
        if (converts_ && inner.find("MIME-Version") == nullptr) put("MIME-Version: 1.0");
        return entity(inner, flags, depth + 1);
      }
      flags.keeps_eight_bit = true;
    }
    return leaf(encoding, flags);
  }

  // Text around parts goes out in 7 bits whatever the next hop can do.
  Separator around_parts() {
    while (!lines_.at_end()) {
      const std::string_view line = lines_.next();
      const Separator kind = separator(line, boundaries_);
      if (kind != Separator::none) return kind;
      for (const char c : line) out_ += static_cast<char>(c & 0x7F);
    }
    return Separator::final;
  }

  Separator multipart(std::string boundary, Flags flags, std::size_t depth) {
    if (boundary.empty()) boundary = "---";
    if (boundary.size() > kMaxBoundary) boundary.resize(kMaxBoundary);
    boundaries_.push_back(boundary);
    out_ += "\r\n";
    Separator kind = around_parts();
    while (kind != Separator::final) {
      put("--" + boundary);
      const Header header = part_header();
      kind = entity(header, flags, depth + 1);
    }
    put("--" + boundary + "--");
    boundaries_.pop_back();
    return around_parts();
  }

  Separator leaf(const std::optional<std::string>& encoding, Flags flags) {
    const bool may_convert = converts_ && !flags.keeps_eight_bit;
    const Section section = lines_.section(boundaries_);
    const std::string_view body = section.text;
    if (!may_convert || !has_eight_bit(body)) {
      if (converts_ && encoding) put("Content-Transfer-Encoding: " + *encoding);
      out_.append("\r\n").append(section.lines);
      return section.kind;
    }
    const bool as_base64 =
        (encoding && iequals(*encoding, "binary")) || wants_base64(section.lines);
    const std::string_view name = as_base64 ? "base64" : "quoted-printable";
    put(fmt::format("Content-Transfer-Encoding: {}", name));
    put(fmt::format("X-MIME-Autoconverted: from 8bit to {} {}", name, mark_));
    out_ += "\r\n";
    out_ += as_base64 ? base64_lines(body, kBase64Width)
                      : sendmail_quoted_printable(body, !boundaries_.empty());
    ++converted_;
    return section.kind;
  }

  // From an eighth of 8-bit octets on, base64 is shorter. A line end counts once, and a quarter in
  // the first lines is enough to stop counting.
  static bool wants_base64(std::string_view lines) {
    std::size_t size = 0;
    std::size_t high = 0;
    for (const char c : lines) {
      if (c == '\r') continue;
      ++size;
      high += (c & '\x80') != 0 ? 1 : 0;
      if (c == '\n' && size >= kSampleSize && high > size / 4) break;
    }
    return high > size / 8;
  }

  LineReader lines_;
  Mode mode_;
  bool converts_;
  std::string mark_;
  std::string out_;
  std::vector<std::string> boundaries_;
  std::size_t converted_ = 0;
};

Applied apply_mime(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const Message& message = transit.message;
  const std::string before = message.to_string();
  // 8-bit octets in the header count too.
  const Mode mode = has_eight_bit(before) ? parameters.choice<Mode>("mode") : Mode::check;
  Writer writer(message.body().view(), mode,
                fill("by ${host} id ${id:9AAAAAAA999999}", transit.envelope, context));
  std::string text = writer.write(message);
  if (text == before) return unchanged(transit);
  return reparsed(transit, std::move(text),
                  {fmt::format("wrote the MIME structure anew, {} entities converted to 7 bits",
                               writer.converted())});
}

}  // namespace

Transform sendmail_mime() {
  return {
      .id = "sendmail_mime",
      .name = "sendmail_mime",
      .text =
          "Writes the MIME structure anew: delimiter lines without trailing blanks, a closing one "
          "where it lacks, text around parts in 7 bits; as to_7bit, parts in base64 or "
          "quoted-printable by their share of 8-bit octets.",
      .models = "Sendmail (mime8to7)",
      .benign = true,
      .parameters = {word("mode", "check", {"check", "label", "to_7bit"},
                          "What becomes of 8-bit octets: they stay; a message that has them and is "
                          "not MIME is labelled so; each part that has them is encoded.")},
      .apply = apply_mime};
}

}  // namespace mass::transforms
