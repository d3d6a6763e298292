#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/software/python_email/header.hpp"
#include "harness/paths/software/python_email/parameters.hpp"
#include "harness/paths/software/python_email/part.hpp"

namespace mass::python_email {

namespace {

// Lines with their ends made CRLF; `>` before a line that would be taken for the start of a
// message in a mailbox, which only a line feed puts at the start of a line.
std::string lines_written(std::string_view text) {
  std::string out;
  bool is_line_start = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    if (is_line_start && text.starts_with("From ")) out += '>';
    out += text.substr(0, end);
    text.remove_prefix(end);
    if (text.empty()) break;
    out += kCrlf;
    is_line_start = text.front() == '\n' || text.starts_with(kCrlf);
    text.remove_prefix(text.starts_with(kCrlf) ? 2 : 1);
  }
  return out;
}

bool has_boundary_line(std::string_view text, std::string_view boundary) {
  const std::string mark = "--" + std::string(boundary);
  for (std::size_t at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;
    std::string_view rest = text.substr(at + mark.size());
    if (rest.starts_with("--")) rest.remove_prefix(2);
    if (rest.empty() || rest.starts_with('\n')) return true;
  }
  return false;
}

std::string new_boundary(std::string_view text, RandomSource& random) {
  const std::string drawn = std::string(15, '=') + random.text("0123456789", 19) + "==";
  std::string boundary = drawn;
  for (int count = 0; has_boundary_line(text, boundary); ++count) {
    boundary = fmt::format("{}.{}", drawn, count);
  }
  return boundary;
}

void set_boundary(Part& part, std::string_view boundary) {
  const std::string* type = part.find("Content-Type");
  if (type == nullptr) return;
  auto parameters = read_parameters(*type);
  const auto old = std::ranges::find_if(parameters, [](const ContentParameter& parameter) {
    return iequals(parameter.name, "boundary");
  });
  const ContentParameter made{.name = "boundary", .value = std::string(boundary)};
  if (old == parameters.end()) {
    parameters.push_back(made);
  } else {
    *old = made;
  }
  std::string value;
  for (const ContentParameter& parameter : parameters) {
    if (!value.empty()) value += "; ";
    value += write_parameter(parameter);
  }
  part.replace("Content-Type", std::move(value));
}

class Writer {
 public:
  explicit Writer(RandomSource& random) : random_(random) {}

  std::optional<Written> run(Part& part, std::size_t max_line) {
    Written out;
    auto body = body_of(part, max_line);
    if (!body) return std::nullopt;
    out.body = *std::move(body);
    for (const HeaderLine& line : part.headers) {
      auto value =
          line.is_written ? std::optional(line.value) : fold(line.name, line.value, max_line);
      if (!value) return std::nullopt;
      out.headers.push_back({.name = line.name, .value = *std::move(value), .is_written = true});
    }
    return out;
  }

 private:
  std::optional<std::string> whole(Part& part, std::size_t max_line) {
    const auto written = run(part, max_line);
    if (!written) return std::nullopt;
    return octets_of(*written);
  }

  std::optional<std::string> body_of(Part& part, std::size_t max_line) {
    const std::string type = part.content_type();
    if (type == "message/delivery-status" && part.has_children) return status(part, max_line);
    if (type.starts_with("message/")) {
      return part.has_children && !part.children.empty() ? whole(part.children.front(), max_line)
                                                         : std::optional(part.text);
    }
    if (type.starts_with("multipart/")) {
      if (!part.has_children) return part.text;
      // Signed parts are not folded anew.
      return multipart(part, type == "multipart/signed" ? kUnlimited : max_line);
    }
    return lines_written(part.text);
  }

  std::optional<std::string> multipart(Part& part, std::size_t max_line) {
    std::vector<std::string> texts;
    for (Part& child : part.children) {
      auto text = whole(child, max_line);
      if (!text) return std::nullopt;
      texts.push_back(*std::move(text));
    }
    std::string boundary = part.parameter("boundary").value_or("");
    boundary.resize(boundary.find_last_not_of(" \t\r\n") + 1);
    if (boundary.empty()) {
      std::string all;
      for (const std::string& text : texts) all += (all.empty() ? "" : "\r\n") + text;
      boundary = new_boundary(all, random_);
      set_boundary(part, boundary);
    }
    std::string out;
    if (part.preamble) out.append(lines_written(*part.preamble)).append(kCrlf);
    out.append("--").append(boundary).append(kCrlf);
    for (std::size_t at = 0; at < texts.size(); ++at) {
      if (at > 0) out.append("\r\n--").append(boundary).append(kCrlf);
      out += texts[at];
    }
    out.append("\r\n--").append(boundary).append("--\r\n");
    if (part.epilogue) out += lines_written(*part.epilogue);
    return out;
  }

  // The blocks with one empty line between them.
  std::optional<std::string> status(Part& part, std::size_t max_line) {
    std::string out;
    bool is_first = true;
    for (Part& child : part.children) {
      auto text = whole(child, max_line);
      if (!text) return std::nullopt;
      if (text->ends_with(kCrlf)) text->resize(text->size() - 2);
      out.append(is_first ? "" : "\r\n").append(*text);
      is_first = false;
    }
    return out;
  }

  RandomSource& random_;
};

}  // namespace

std::optional<Written> write(Part& part, RandomSource& random, std::size_t max_line) {
  return Writer(random).run(part, max_line);
}

std::string octets_of(const Written& written) {
  std::string out;
  for (const HeaderLine& line : written.headers) {
    out.append(line.name).append(": ").append(line.value).append(kCrlf);
  }
  return out.append(kCrlf).append(written.body);
}

}  // namespace mass::python_email
