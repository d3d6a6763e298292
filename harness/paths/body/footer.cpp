#include <fmt/format.h>

#include <optional>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/footer_text.hpp"

namespace mass::transforms {

namespace {

// Lines of the footer end as the lines of the text do: inside base64 they may end in LF alone.
std::string joined(std::string text, const Footer& footer) {
  const bool is_lf_only =
      text.find("\r\n") == std::string::npos && text.find('\n') != std::string::npos;
  const std::string_view line_end = is_lf_only ? "\n" : "\r\n";
  if (!text.empty() && !text.ends_with('\n')) text += line_end;
  if (!is_lf_only) return text + footer.octets;
  for (const char c : footer.octets) {
    if (c != '\r') text += c;
  }
  return text;
}

void append_raw(MessageEditor& editor, const Footer& footer) {
  const std::string_view body = editor.body();
  const bool needs_line_end = !body.empty() && !body.ends_with("\r\n");
  editor.splice_body(body.size(), 0, (needs_line_end ? "\r\n" : "") + footer.octets);
}

// The whole body anew; nothing if it is not what its encoding says.
std::optional<std::string> encoded_again(std::string_view body, TransferEncoding encoding,
                                         const Footer& footer) {
  if (encoding == TransferEncoding::quoted_printable) {
    return quoted_printable_encode(joined(quoted_printable_decode(body), footer));
  }
  auto text = base64_decode(body);
  if (!text) return std::nullopt;
  return base64_lines(joined(*std::move(text), footer));
}

Applied apply_footer(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const ContentType type = root_type(transit.message);
  const TransferEncoding encoding = root_encoding(transit.message);
  const Footer footer = make_footer(parameters, context);
  if (!type.is("text", "plain") || !fits(footer, encoding, type.parameter("charset"))) {
    return unchanged(transit);
  }
  MessageEditor editor(transit.message);
  std::string what = fmt::format("appended {} to the text part", size_of(footer));
  switch (encoding) {
    case TransferEncoding::seven_bit:
    case TransferEncoding::eight_bit:
    case TransferEncoding::binary:
      append_raw(editor, footer);
      break;
    case TransferEncoding::quoted_printable:
    case TransferEncoding::base64: {
      auto body = encoded_again(editor.body(), encoding, footer);
      if (!body) return unchanged(transit);
      editor.set_body(Octets(*std::move(body)));
      what += ", decoded and encoded again";
      break;
    }
    case TransferEncoding::other:
      return unchanged(transit);
  }
  return edited(transit, std::move(editor), {std::move(what)});
}

}  // namespace

Transform footer() {
  return {.id = "T30",
          .name = "footer",
          .text = "Appends a footer to a message that is one text/plain part.",
          .models = "Mailman, mlmmj, Sympa (footer), altermime, Majordomo",
          .benign = true,
          .parameters = footer_parameters(),
          .apply = apply_footer};
}

}  // namespace mass::transforms
