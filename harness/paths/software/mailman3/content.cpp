#include "harness/paths/software/mailman3/content.hpp"

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"

namespace mass::transforms {

std::string_view list_text_charset(std::string_view text) {
  return has_eight_bit(text) ? "utf-8" : kListCharset;
}

std::string content_charset(const python_email::Part& part) {
  std::string charset = ascii_lower(part.parameter("charset").value_or(""));
  return charset.empty() || has_eight_bit(charset) ? "us-ascii" : charset;
}

std::string decoded_with_lf(const python_email::Part& part) {
  python_email::Part copy;
  copy.headers = part.headers;
  copy.text = with_lf_ends(part.text);
  return copy.decoded();
}

void end_texts_of_multiparts(python_email::Part& part, std::string_view end) {
  for (python_email::Part& child : part.children) {
    end_texts_of_multiparts(child, end);
    if (!child.has_children && child.is_multipart_type() && child.text.ends_with("\r\n")) {
      child.text.replace(child.text.size() - 2, 2, end);
    }
  }
}

Applied with_content(const Transit& before, python_email::Part& root, StepContext& context,
                     std::vector<std::string> log) {
  // Fields are folded when the message leaves, and so is the Subject of a message it carries.
  if (python_email::Part* inner = python_email::carried_message(root)) {
    for (auto& line : inner->headers) line.is_written = iequals(line.name, "Subject");
  }
  // Who reads such a multipart takes the line end in front of the next boundary for its own, and
  // the software itself does not read it again before it is sent.
  end_texts_of_multiparts(root, "");
  auto written = python_email::write(root, context.random);
  if (!written) return dropped("a field cannot be written: the software fails");
  written->headers = root.headers;
  return reparsed(before, python_email::octets_of(*written), std::move(log));
}

}  // namespace mass::transforms
