#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"
#include "harness/paths/steps/mime/entities.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

constexpr std::size_t kSampleSize = 4096;
constexpr std::size_t kBase64Width = 72;

// From an eighth of 8-bit octets in the first lines on, base64 is shorter. A line end counts once.
bool wants_base64(std::string_view body) {
  std::size_t size = 0;
  std::size_t high = 0;
  for (std::size_t at = 0; at < body.size() && size < kSampleSize;) {
    const std::size_t end = std::min(body.find("\r\n", at), body.size());
    for (const char c : body.substr(at, end - at)) high += (c & '\x80') != 0 ? 1 : 0;
    size += end - at + 1;
    at = end + 2;
  }
  return high > size / 8;
}

class QuotedPrintable {
 public:
  std::string encode(std::string_view body) {
    for (std::size_t at = 0; at < body.size(); ++at) {
      const char c = body[at];
      if (c == '\r' && at + 1 < body.size() && body[at + 1] == '\n') {
        end_line();
        ++at;
      } else {
        add(c);
      }
    }
    out_ += line_;
    return std::move(out_);
  }

 private:
  // What ends in a blank gets an empty soft line behind it, so that no gateway can strip it.
  void end_line() {
    if (!line_.empty() && is_wsp(last_)) line_ += "=\r\n";
    out_.append(line_).append("\r\n");
    line_.clear();
    last_ = '\n';
  }

  void soft_break() {
    out_.append(line_).append("=\r\n");
    line_.clear();
  }

  void add(char c) {
    if (last_ == ' ' && line_ == "From ") {
      line_ = "From=20";
    }
    // A dot shall not come to the start of a line.
    const std::size_t length = line_.size();
    if (length > 72 && (length > 75 || c != '.' || (length > 73 && last_ == '.'))) {
      const bool moves_dot = length > 73 && last_ == '.';
      if (moves_dot) line_.pop_back();
      soft_break();
      if (moves_dot) line_ += '.';
    }
    const auto octet = static_cast<unsigned char>(c);
    if (octet > 126 || (octet < 32 && c != '\t') || c == '=') {
      line_ += fmt::format("={:02X}", octet);
    } else {
      line_ += c;
    }
    last_ = c;
  }

  std::string out_;
  std::string line_;
  char last_ = '\n';
};

class Converter {
 public:
  explicit Converter(std::string mark) : mark_(std::move(mark)) {}

  void edit(MessageEditor& entity, EntityKind kind, std::size_t depth) {
    if (kind == EntityKind::message) return;
    const std::size_t at = position_of(entity, "Content-Transfer-Encoding");
    const std::string old =
        at < entity.fields().size() ? std::string(entity.fields()[at].raw()) : std::string();
    entity.erase_all("Content-Transfer-Encoding");
    if (kind == EntityKind::multipart) return;
    if (!has_eight_bit(entity.body())) {
      if (!old.empty()) {
        const std::size_t colon = old.find(':');
        entity.append(Field(Octets(old), colon, colon));
      }
      return;
    }
    if (depth == 0 && position_of(entity, "MIME-Version") == entity.fields().size()) {
      entity.append(make_field("MIME-Version", " 1.0"));
      entity.append(make_field("Content-Type", " text/plain; charset=unknown-8bit"));
    }
    const bool as_base64 = wants_base64(entity.body());
    const std::string name = as_base64 ? "base64" : "quoted-printable";
    std::string body = as_base64 ? base64_lines(entity.body(), kBase64Width)
                                 : QuotedPrintable().encode(entity.body());
    if (as_base64 && depth > 0 && body.ends_with("\r\n")) body.resize(body.size() - 2);
    entity.append(make_field("Content-Transfer-Encoding", " " + name));
    entity.append(
        make_field("X-MIME-Autoconverted", fmt::format(" from 8bit to {} {}", name, mark_)));
    entity.set_body(Octets(std::move(body)));
    ++converted;
  }

  std::size_t converted = 0;

 private:
  std::string mark_;
};

Applied apply_to_seven_bit(const Transit& transit, const Parameters&, StepContext& context) {
  if (!has_eight_bit(transit.message.body().view())) return unchanged(transit);
  Converter converter(fill("by ${host} id ${id:9AAAAAAA999999}", transit.envelope, context));
  Transit after = transit;
  after.message = edit_entities(transit.message,
                                [&](MessageEditor& entity, EntityKind kind, std::size_t depth) {
                                  converter.edit(entity, kind, depth);
                                });
  return applied(transit, std::move(after),
                 {fmt::format("converted {} entities to 7 bits", converter.converted)});
}

}  // namespace

Transform sendmail_to_seven_bit() {
  return {.id = "sendmail_to_seven_bit",
          .name = "sendmail_to_seven_bit",
          .text =
              "Converts a message with an 8-bit body: each part to base64 or quoted-printable "
              "by its share of 8-bit octets, unlabelled text as charset unknown-8bit.",
          .models = "Sendmail (mime8to7)",
          .benign = true,
          .parameters = {},
          .apply = apply_to_seven_bit};
}

}  // namespace mass::transforms
