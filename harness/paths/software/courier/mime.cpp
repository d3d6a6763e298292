#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/courier/courier.hpp"
#include "harness/paths/software/courier/entity.hpp"
#include "harness/paths/steps/template.hpp"

namespace mass::transforms {

namespace {

using courier::Content;
using courier::Entity;

bool is_container(const Entity& entity) {
  return entity.is_multipart || entity.is_message;
}

// What the content is labelled and encoded as afterwards.
std::string new_encoding(const Entity& entity, bool to_7bit) {
  const std::string& old = entity.encoding;
  const bool is_labelled_8bit = old != "base64" && old != "quoted-printable" && old != "7bit";
  if (is_labelled_8bit && !entity.has_8bit && !entity.has_long_line) return "7bit";
  if (!to_7bit) return old;
  return is_labelled_8bit || entity.has_long_line ? "quoted-printable" : old;
}

// A declaration lacks or is too cautious: that is why a message is written anew at the door.
bool needs_rewriting(const Entity& entity) {
  if (std::ranges::any_of(entity.inside, needs_rewriting)) return true;
  if (!entity.is_mime) return false;
  const std::string& type = entity.content.type;
  const bool lacks_charset =
      type.starts_with("text/") && entity.content.parameter("charset") == nullptr;
  const bool lacks_encoding = !entity.is_encoding_declared && !is_container(entity);
  return !entity.is_type_declared || lacks_charset || lacks_encoding ||
         new_encoding(entity, false) != entity.encoding;
}

class Writer {
 public:
  Writer(bool to_7bit, std::string program, std::string boundary)
      : to_7bit_(to_7bit), program_(std::move(program)), boundary_(std::move(boundary)) {}

  std::string write(const Entity& entity) {
    out_.clear();
    write_entity(entity);
    return std::move(out_);
  }

 private:
  void write_entity(const Entity& entity) {
    const std::string boundary =
        entity.is_multipart ? fmt::format("{}{}", boundary_, ++last_boundary_) : "";
    write_header(entity, boundary);
    if (entity.is_multipart) {
      out_ +=
          "This is a MIME-formatted message.  If you see this text it means that your\r\n"
          "E-mail software does not support MIME-formatted messages.\r\n";
      const bool is_signed = entity.content.type == "multipart/signed";
      for (const Entity& part : entity.inside) {
        out_.append("\r\n--").append(boundary).append("\r\n");
        if (is_signed && &part == &entity.inside.front()) {
          out_ += part.raw;  // what was signed
        } else {
          write_entity(part);
        }
      }
      out_.append("\r\n--").append(boundary).append("--\r\n");
    } else if (entity.is_message) {
      for (const Entity& message : entity.inside) write_entity(message);
    } else {
      write_text(entity);
    }
  }

  void write_header(const Entity& entity, std::string_view boundary) {
    bool is_described = entity.is_part;
    if (is_described) describe(entity, boundary);
    for (const std::string_view field : entity.fields) {
      if (istarts_with(field, "Content-Type:") ||
          istarts_with(field, "Content-Transfer-Encoding:")) {
        continue;
      }
      if (istarts_with(field, "MIME-Version:")) {
        if (!is_described) describe(entity, boundary);
        is_described = true;
        continue;
      }
      write_field(field);
    }
    if (!is_described) describe(entity, boundary);
    const std::string& old = entity.encoding;
    const std::string now = new_encoding(entity, to_7bit_);
    if (!is_container(entity) && (now != old || is_encoded_again(entity))) {
      out_ += fmt::format("X-Mime-Autoconverted: from {} to {} by {}\r\n", old, now, program_);
    }
    out_ += "\r\n";
  }

  // A line that is no field gets the colon it lacks, on a line of its own.
  void write_field(std::string_view field) {
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos) {
      out_.append(field).append("\r\n: \r\n");
      return;
    }
    out_.append(field.substr(0, colon)).append(": ").append(trim(field.substr(colon + 1)));
    out_ += "\r\n";
  }

  void describe(const Entity& entity, std::string_view boundary) {
    Content content = entity.content;
    if (content.type.empty()) content.type = "text/plain";
    if (content.type.starts_with("text/") && content.parameter("charset") == nullptr) {
      content.parameters.emplace_back("charset", "utf-8");
    }
    if (!entity.is_part) out_ += "Mime-Version: 1.0\r\n";
    out_ += "Content-Type: " + courier::written(content);
    if (entity.is_multipart) out_.append("; boundary=\"").append(boundary).append("\"");
    out_ += "\r\n";
    if (!is_container(entity)) {
      out_ += "Content-Transfer-Encoding: " + new_encoding(entity, to_7bit_) + "\r\n";
    }
  }

  // Quoted-printable whose lines are too long even so.
  [[nodiscard]] bool is_encoded_again(const Entity& entity) const {
    return to_7bit_ && entity.encoding == "quoted-printable" && entity.has_long_line;
  }

  void write_text(const Entity& entity) {
    const bool is_changed = new_encoding(entity, to_7bit_) == "quoted-printable" &&
                            entity.encoding != "quoted-printable";
    if (is_encoded_again(entity)) {
      out_ += courier::quoted_printable(quoted_printable_decode(entity.text));
    } else {
      out_ += is_changed ? courier::quoted_printable(entity.text) : std::string(entity.text);
    }
  }

  bool to_7bit_;
  std::string program_;
  std::string boundary_;
  std::size_t last_boundary_ = 1;
  std::string out_;
};

Applied apply_mime(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string octets = transit.message.to_string();
  const Entity entity = courier::read_entity(octets);
  const bool to_7bit = parameters.flag("to_7bit");
  if (to_7bit && entity.has_8bit_header) {
    return stopped(transit, Delivery::discarded, "the next hop cannot take 8-bit header fields");
  }
  Transit after = transit;
  after.envelope.eight_bit_mime = entity.has_8bit && !to_7bit;
  std::vector<std::string> log{"BODY is what the content needs"};
  if (to_7bit ? entity.has_8bit : needs_rewriting(entity)) {
    const std::string boundary =
        fill("=_" + parameters.text("hostname") + "-${id:99999}-${id:9999999999}-0001-",
             transit.envelope, context);
    after.message =
        Message::parse(Writer(to_7bit, parameters.text("program"), boundary).write(entity));
    log.emplace_back("wrote the MIME structure anew");
  }
  return applied(transit, std::move(after), std::move(log));
}

}  // namespace

Transform courier_mime() {
  return {
      .id = "courier_mime",
      .name = "courier_mime",
      .text =
          "Writes the whole MIME structure anew, with boundaries of its own, if a part lacks "
          "its Content-Type, charset or encoding or is labelled 8bit for nothing; to_7bit: if "
          "it holds 8-bit octets, which become quoted-printable.",
      .models = "Courier (submit, courieresmtp)",
      .benign = true,
      .parameters = {flag("to_7bit", false,
                          "For a next hop without 8BITMIME; 8-bit header fields stop the message."),
                     free_text("program", "courier 1.0", "Who converted, in X-Mime-Autoconverted."),
                     free_text("hostname", "localhost", "Stands in boundaries.")},
      .apply = apply_mime};
}

}  // namespace mass::transforms
