#include <fmt/format.h>

#include <vector>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/mime/recode.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kEncodingField = "Content-Transfer-Encoding";

Recoding recoding_of(const Parameters& parameters) {
  const std::string& text = parameters.text("direction");
  if (text == "8bit->base64") return Recoding::to_base64;
  if (text == "qp->8bit") return Recoding::from_quoted_printable;
  if (text == "base64->8bit") return Recoding::from_base64;
  return Recoding::to_quoted_printable;
}

bool decodes(Recoding recoding) {
  return recoding == Recoding::from_quoted_printable || recoding == Recoding::from_base64;
}

/// One conversion of a message: which leaves change, and what their multiparts then say.
class Conversion {
 public:
  // `message` must outlive this, and has the root's fields as they are to be.
  Conversion(const Message& message, Recoding recoding, bool inside_signed)
      : body_(message.body().view()),
        parts_(message),
        tree_(parts_.tree()),
        recoding_(recoding),
        inside_signed_(inside_signed),
        is_changed_(tree_.parts.size()),
        is_frozen_(tree_.parts.size()),
        is_eight_bit_(tree_.parts.size()) {}

  std::size_t convert_leaves() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < tree_.parts.size(); ++i) {
      freeze(i);
      if (!convert_leaf(i)) continue;
      is_changed_[i] = true;
      ++count;
    }
    return count;
  }

  // RFC 2045 section 6.4: a multipart is 8bit if anything in it is, and else 7bit.
  void label_multiparts() {
    for (std::size_t i = tree_.parts.size(); i-- > 0;) {
      const MimePart& part = tree_.parts[i];
      if (part.children.empty()) continue;
      is_eight_bit_[i] = gaps_have_eight_bit(part);
      for (const std::int32_t child : part.children) {
        is_eight_bit_[i] = is_eight_bit_[i] || is_eight_bit_[at(child)];
        is_changed_[i] = is_changed_[i] || is_changed_[at(child)];
      }
      if (!is_changed_[i]) continue;
      const bool says_eight =
          part.encoding == TransferEncoding::eight_bit || part.encoding == TransferEncoding::binary;
      if (decodes(recoding_) && is_eight_bit_[i] && !says_eight) set_encoding(i, "8bit");
      if (!decodes(recoding_) && !is_eight_bit_[i] && says_eight) set_encoding(i, "7bit");
    }
  }

  [[nodiscard]] bool is_eight_bit() const { return is_eight_bit_.front(); }

  MessageEditor finish() && { return std::move(parts_).finish(); }

 private:
  static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

  void freeze(std::size_t i) {
    const MimePart& part = tree_.parts[i];
    const bool is_below = part.parent >= 0 && is_frozen_[at(part.parent)];
    is_frozen_[i] = is_below || (!inside_signed_ && part.content_type.is("multipart", "signed"));
  }

  bool convert_leaf(std::size_t i) {
    const MimePart& part = tree_.parts[i];
    if (!part.is_leaf()) return false;
    const std::string_view old = parts_.content(i);
    is_eight_bit_[i] = has_eight_bit(old);
    const ContentType& type = part.content_type;
    if (is_frozen_[i] || type.type != "text" || type.malformed) return false;
    auto fresh = recode(recoding_, part.encoding, old, i == 0);
    // Decoding and new line breaks can bring forth what looks like a delimiter.
    if (!fresh || would_end_a_part(tree_, part, fresh->octets)) return false;
    is_eight_bit_[i] = fresh->encoding == "8bit";
    set_encoding(i, fresh->encoding);
    parts_.set_content(i, std::move(fresh->octets));
    return true;
  }

  // What of a multipart is not content of a part: preamble, part headers, delimiters, epilogue.
  [[nodiscard]] bool gaps_have_eight_bit(const MimePart& part) const {
    std::size_t from = part.body_begin;
    for (const std::int32_t child : part.children) {
      const MimePart& inner = tree_.parts[at(child)];
      if (has_eight_bit(body_.substr(from, inner.body_begin - from))) return true;
      from = inner.body_end;
    }
    return has_eight_bit(body_.substr(from, part.body_end - from));
  }

  void set_encoding(std::size_t i, std::string_view encoding) {
    parts_.set_field(i, kEncodingField, fmt::format(" {}", encoding));
  }

  std::string_view body_;
  PartEditor parts_;
  const MimeTree& tree_;
  Recoding recoding_;
  bool inside_signed_;
  std::vector<bool> is_changed_;
  std::vector<bool> is_frozen_;
  std::vector<bool> is_eight_bit_;
};

bool is_unlabelled(const Message& message) {
  return message.find("MIME-Version") == nullptr && message.find("Content-Type") == nullptr &&
         message.find(kEncodingField) == nullptr;
}

// Source: RFC 1428 section 3 (unknown-8bit).
Message labelled(const Message& message) {
  MessageEditor editor(message);
  editor.append(make_field("MIME-Version", " 1.0"));
  editor.append(make_field("Content-Type", " text/plain; charset=unknown-8bit"));
  return std::move(editor).finish();
}

Applied apply_cte(const Transit& transit, const Parameters& parameters, StepContext&) {
  const bool needs_label = is_unlabelled(transit.message);
  if (needs_label && parameters.text("unlabelled") == "leave") return unchanged(transit);

  const Recoding recoding = recoding_of(parameters);
  const Message message = needs_label ? labelled(transit.message) : transit.message;
  Conversion conversion(message, recoding, parameters.flag("inside_signed"));
  const std::size_t count = conversion.convert_leaves();
  if (count == 0) return unchanged(transit);
  conversion.label_multiparts();

  Transit after = transit;
  after.envelope.eight_bit_mime =
      conversion.is_eight_bit() && (decodes(recoding) || transit.envelope.eight_bit_mime);
  after.message = std::move(conversion).finish().finish();
  return applied(transit, std::move(after),
                 {fmt::format("converted {} text {} ({})", count, count == 1 ? "part" : "parts",
                              parameters.text("direction"))});
}

}  // namespace

Transform cte() {
  return {.id = "T34",
          .name = "cte",
          .text = "Converts the transfer encoding of text parts.",
          .models = "Postfix and Sendmail before a host without 8BITMIME",
          .benign = true,
          .parameters = {word("direction", "8bit->qp",
                              {"8bit->qp", "8bit->base64", "qp->8bit", "base64->8bit"},
                              "From which encoding to which; parts of other encodings stay."),
                         flag("inside_signed", true, "Convert below multipart/signed too."),
                         word("unlabelled", "leave", {"leave", "label"},
                              "A message without MIME fields: leave it, or label it with charset "
                              "unknown-8bit.")},
          .apply = apply_cte};
}

}  // namespace mass::transforms
