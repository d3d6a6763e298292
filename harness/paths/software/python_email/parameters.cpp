#include "harness/paths/software/python_email/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.hpp"
#include "core/message/quoted_string.hpp"
#include "harness/paths/software/python_email/charsets.hpp"

namespace mass::python_email {

namespace {

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(what)) {
      out += by;
      at += what.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

// Semicolons outside quotes. A quote behind a backslash does not count, whatever stands before.
std::vector<std::string_view> split_at_semicolons(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t start = 0;
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"' && (at == start || text[at - 1] != '\\')) is_quoted = !is_quoted;
    if (text[at] == ';' && !(is_quoted && at > start)) {
      pieces.push_back(text.substr(start, at - start));
      start = at + 1;
      is_quoted = false;
    }
  }
  pieces.push_back(text.substr(start));
  return pieces;
}

// The package takes each octet of a decoded value for a character, and encodes that.
std::string encoded_twice(std::string_view octets, std::string_view charset) {
  const auto characters = to_utf8(octets, "iso-8859-1");
  return characters ? from_utf8(*characters, charset).value_or(std::string(octets))
                    : std::string(octets);
}

// `name*0*` taken apart; no base where the name is an ordinary one.
struct Continuation {
  std::string_view base;
  std::optional<std::uint64_t> number;
};

std::optional<Continuation> continuation_of(std::string_view name) {
  const std::size_t star = name.find('*');
  if (star == 0 || star == std::string_view::npos) return std::nullopt;
  const bool is_word = std::ranges::all_of(
      name.substr(0, star), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  std::string_view rest = name.substr(star + 1);
  if (!is_word) return std::nullopt;
  if (rest.empty()) return Continuation{name.substr(0, star), std::nullopt};
  if (rest.ends_with('*')) rest.remove_suffix(1);
  const auto number = parse_decimal(rest);
  if (!number) return std::nullopt;
  return Continuation{name.substr(0, star), number};
}

struct Segment {
  std::optional<std::uint64_t> number;
  std::string text;
  bool is_encoded;
};

ContentParameter joined(std::string_view name, std::vector<Segment> segments) {
  std::ranges::stable_sort(segments, {}, &Segment::number);
  ContentParameter parameter{.name = std::string(name)};
  bool is_extended = false;
  for (const Segment& segment : segments) {
    is_extended = is_extended || segment.is_encoded;
    parameter.value += segment.is_encoded ? percent_decode_lenient(segment.text) : segment.text;
  }
  if (is_extended) {
    const std::size_t first = parameter.value.find('\'');
    const std::size_t second =
        first == std::string::npos ? first : parameter.value.find('\'', first + 1);
    parameter.charset = "";
    if (second != std::string::npos) {
      parameter.charset = parameter.value.substr(0, first);
      parameter.language = parameter.value.substr(first + 1, second - first - 1);
      parameter.value.erase(0, second + 1);
    }
  }
  return parameter;
}

}  // namespace

std::string unquoted(std::string_view text) {
  if (text.size() < 2) return std::string(text);
  const std::string_view inner = text.substr(1, text.size() - 2);
  if (text.front() == '"' && text.back() == '"') {
    return replaced(replaced(inner, "\\\\", "\\"), "\\\"", "\"");
  }
  if (text.front() == '<' && text.back() == '>') return std::string(inner);
  return std::string(text);
}

std::vector<ContentParameter> read_parameters(std::string_view content_type) {
  std::vector<ContentParameter> parameters;
  std::vector<std::string> order;
  std::map<std::string, std::vector<Segment>> segments;
  for (const std::string_view piece : split_at_semicolons(content_type)) {
    const std::size_t equals = piece.find('=');
    std::string name(trim(piece.substr(0, equals)));
    std::string value;
    if (equals != std::string_view::npos) {
      name = ascii_lower(name);
      value = unquoted(trim(piece.substr(equals + 1)));
    }
    const auto continuation =
        parameters.empty() ? std::optional<Continuation>() : continuation_of(name);
    if (!continuation) {
      parameters.push_back({.name = std::move(name), .value = std::move(value)});
      continue;
    }
    std::string base(continuation->base);
    if (!segments.contains(base)) order.push_back(base);
    segments[base].push_back({continuation->number, std::move(value), name.ends_with('*')});
  }
  for (const std::string& name : order) parameters.push_back(joined(name, segments[name]));
  return parameters;
}

const ContentParameter* find_parameter(const std::vector<ContentParameter>& all,
                                       std::string_view name) {
  const auto found = std::ranges::find_if(
      all, [&](const ContentParameter& parameter) { return iequals(parameter.name, name); });
  return found == all.end() ? nullptr : &*found;
}

std::string write_parameter(const ContentParameter& parameter) {
  if (parameter.charset && parameter.charset->empty()) {
    return parameter.name + "*=" + percent_encode(parameter.value);
  }
  if (parameter.charset) {
    return fmt::format("{}*={}'{}'{}", parameter.name, *parameter.charset, parameter.language,
                       percent_encode(encoded_twice(parameter.value, *parameter.charset)));
  }
  if (parameter.value.empty()) return parameter.name;
  if (has_eight_bit(parameter.value)) {
    return parameter.name + "*=utf-8''" + percent_encode(parameter.value);
  }
  return parameter.name + '=' + quoted_string(parameter.value);
}

std::string text_of(const ContentParameter& parameter) {
  if (!parameter.charset) return parameter.value;
  const std::string charset = parameter.charset->empty() ? "us-ascii" : *parameter.charset;
  const auto text = to_utf8_or_marks(parameter.value, charset);
  return text ? *text : to_utf8(parameter.value, "iso-8859-1").value_or(parameter.value);
}

}  // namespace mass::python_email
