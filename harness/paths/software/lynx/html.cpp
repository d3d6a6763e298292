#include "harness/paths/software/lynx/html.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace mass::lynx {

namespace {

// Takes octets from the front.
std::string_view take(std::string_view& rest, std::size_t count) {
  const std::string_view front = rest.substr(0, count);
  rest.remove_prefix(front.size());
  return front;
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
}

bool starts_tag(std::string_view text) {
  if (text.size() < 2 || text.front() != '<') return false;
  const std::size_t at = text[1] == '/' && text.size() > 2 ? 2 : 1;
  return is_letter(text[at]) || text[1] == '!' || text[1] == '?';
}

}  // namespace

std::string_view Token::attribute(std::string_view attribute_name) const {
  const auto found =
      std::ranges::find(attributes, attribute_name, &std::pair<std::string, std::string>::first);
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

bool Token::has(std::string_view attribute_name) const {
  return std::ranges::find(attributes, attribute_name,
                           &std::pair<std::string, std::string>::first) != attributes.end();
}

bool HtmlReader::next(Token& token) {
  token = {};
  while (!rest_.empty()) {
    if (rest_.starts_with("<!--")) {
      const std::size_t end = rest_.find("-->", 4);
      take(rest_, end == std::string_view::npos ? rest_.size() : end + 3);
    } else if (starts_tag(rest_) && (rest_[1] == '!' || rest_[1] == '?')) {
      const std::size_t end = rest_.find('>');
      take(rest_, end == std::string_view::npos ? rest_.size() : end + 1);
    } else if (starts_tag(rest_)) {
      read_tag(token);
      if (!token.is_end &&
          (token.name == "script" || token.name == "style" || token.name == "title")) {
        skip_content(token.name);
      }
      return true;
    } else {
      std::size_t end = std::min(rest_.find('<', 1), rest_.size());
      while (end < rest_.size() && !starts_tag(rest_.substr(end))) {
        end = std::min(rest_.find('<', end + 1), rest_.size());
      }
      token.text = take(rest_, end);
      return true;
    }
  }
  return false;
}

void HtmlReader::read_tag(Token& token) {
  token.is_end = rest_[1] == '/';
  take(rest_, token.is_end ? 2 : 1);
  const auto name_end =
      std::ranges::find_if(rest_, [](char c) { return is_blank(c) || c == '>' || c == '/'; });
  token.name = ascii_lower(take(rest_, static_cast<std::size_t>(name_end - rest_.begin())));
  while (true) {
    skip_blanks(rest_);
    if (rest_.empty()) return;
    if (rest_.front() == '>') {
      take(rest_, 1);
      return;
    }
    if (rest_.front() == '/' || rest_.front() == '=') {
      take(rest_, 1);
      continue;
    }
    const std::size_t end = std::min(rest_.find_first_of(" \t\r\n\v\f=>/"), rest_.size());
    std::string name = ascii_lower(take(rest_, end));
    std::string value;
    skip_blanks(rest_);
    if (rest_.starts_with('=')) {
      take(rest_, 1);
      skip_blanks(rest_);
      if (rest_.starts_with('"') || rest_.starts_with('\'')) {
        const std::size_t close = rest_.find(rest_.front(), 1);
        const std::size_t length = std::min(close, rest_.size()) - 1;
        take(rest_, 1);
        value = without_entities(take(rest_, length));
        take(rest_, 1);
      } else {
        const std::size_t stop = std::min(rest_.find_first_of(" \t\r\n\v\f>"), rest_.size());
        value = without_entities(take(rest_, stop));
      }
    }
    token.attributes.emplace_back(std::move(name), std::move(value));
  }
}

void HtmlReader::skip_content(std::string_view name) {
  const std::size_t end = ifind(rest_, "</" + std::string(name));
  take(rest_, std::min(end, rest_.size()));
}

}  // namespace mass::lynx
