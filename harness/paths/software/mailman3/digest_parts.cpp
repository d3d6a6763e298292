#include "harness/paths/software/mailman3/digest_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/software/mailman3/content.hpp"
#include "harness/paths/software/mailman3/texts.hpp"
#include "harness/paths/software/python_email/addresses.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/header.hpp"

namespace mass::transforms {

namespace {

using python_email::Part;

constexpr std::string_view kSeparator = "\x01\x01\x01\x01\r\n";
// Hostile mailboxes end here. The software goes on and runs out of memory or time.
constexpr std::size_t kMaxReadings = 8;

std::size_t after_line(std::string_view text, std::size_t at) {
  return std::min(text.find('\n', at), text.size() - 1) + 1;
}

// Where the prefix starts; the mark of a reply may stand in front of it. Nothing where it is not
// there.
std::optional<std::size_t> find_prefix(std::string_view subject, std::string_view prefix) {
  if (istarts_with(subject, "re")) {
    const std::size_t mark = subject.substr(2).starts_with(':') ? 3 : 2;
    std::size_t start = std::min(subject.find_first_not_of(' ', mark), subject.size());
    for (; start >= 2; --start) {
      if (istarts_with(subject.substr(start), prefix)) return start;
    }
  }
  return istarts_with(subject, prefix) ? std::optional<std::size_t>(0) : std::nullopt;
}

std::string author_of(const Part& message) {
  const std::string* from = message.find("From");
  const auto addresses =
      python_email::read_addresses({from == nullptr ? std::string() : decoded_on_one_line(*from)});
  if (addresses.empty()) return "";
  const std::string& name =
      addresses.front().name.empty() ? addresses.front().address : addresses.front().name;
  return name.empty() ? "" : " (" + name + ")";
}

std::string text_of_part(const Part& part) {
  const std::string octets = decoded_with_lf(part);
  const std::string charset = content_charset(part);
  const auto text = python_email::to_utf8_or_marks(octets, charset);
  const bool is_known = text && charset != python_email::kUnknownEightBit;
  return is_known ? *text : python_email::to_utf8_or_marks(octets, "us-ascii").value_or("");
}

std::size_t size_of(const Part& part, std::string_view type) {
  return type.starts_with("multipart/") ? part.text.size() : decoded_with_lf(part).size();
}

std::string note_about(const Part& part) {
  const std::string type = part.content_type();
  const std::string* description = part.find("Content-Description");
  return fmt::format(
      "A message part incompatible with plain text digests has been removed ...\n"
      "Name: {}\nType: {}\nSize: {} bytes\nDesc: {}\n",
      part.file_name().value_or("not available"), type, size_of(part, type),
      description == nullptr ? "not available"
                             : with_lf_ends(python_email::readable(*description)));
}

void collect_text(const Part& part, std::string& text) {
  if (part.has_children) {
    for (const Part& child : part.children) collect_text(child, text);
    return;
  }
  if (!text.empty()) text += "-------------- next part --------------\n";
  text += part.content_type() == "text/plain" ? text_of_part(part) : note_about(part);
}

}  // namespace

std::optional<std::vector<Part>> from_mailbox(Part& posting, RandomSource& random) {
  const auto written = python_email::write(posting, random, python_email::kUnlimited);
  if (!written) return std::nullopt;
  const std::string file = std::string(kSeparator) + "sender\r\n" +
                           python_email::octets_of(*written) + "\r\n" + std::string(kSeparator);
  const std::string_view all = file;
  std::vector<Part> messages;
  std::size_t read = 0;
  for (std::size_t at = 0; at < all.size(); at = after_line(all, at)) {
    if (!all.substr(at).starts_with(kSeparator)) continue;
    // A line with the sender, the message, and a line end that was not there.
    const std::size_t start = at + kSeparator.size();
    std::size_t end = start;
    while (end < all.size() && !all.substr(end).starts_with(kSeparator)) end = after_line(all, end);
    const std::size_t text = start < all.size() ? after_line(all, start) : start;
    if (has_eight_bit(all.substr(start, text - start))) return std::nullopt;
    std::size_t stop = end < all.size() ? end - 2 : end;
    // Separators in a row have the rest of the file read for each of them.
    if (stop < text) stop = all.size();
    read += stop - text;
    if (read > kMaxReadings * all.size()) return std::nullopt;
    messages.push_back(python_email::parse(all.substr(text, stop - text)));
    // A multipart without parts was never broken into lines: it has its CRLF still, and the LF that
    // the mailbox put in front of the boundary behind it.
    end_texts_of_multiparts(messages.back(), "\n");
    if (end == all.size()) break;
    at = end;
  }
  return messages;
}

std::string contents_entry(const Part& message, std::size_t count,
                           std::string_view subject_prefix) {
  const std::string* field = message.find("Subject");
  std::string subject = field == nullptr ? "(no subject)" : decoded_on_one_line(*field);
  if (const auto start = find_prefix(subject, subject_prefix)) {
    subject.erase(*start, subject_prefix.size());
  }
  const std::string author = author_of(message);
  const std::string entry = wrapped(fmt::format("{:2}. {}", count, subject), 65);
  std::vector<std::string> lines;
  for (const std::string_view line : split(entry, '\n')) lines.emplace_back(line);
  if (character_count(lines.back()) + character_count(author) > 70) {
    lines.push_back(author);
  } else {
    lines.back() += author;
  }
  std::string out = "  " + lines.front() + '\n';
  for (std::size_t at = 1; at < lines.size(); ++at) {
    std::string_view line = lines[at];
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    out.append("      ").append(line) += '\n';
  }
  return out;
}

std::string plain_text_of(const Part& message) {
  std::string text;
  collect_text(message, text);
  return text;
}

}  // namespace mass::transforms
