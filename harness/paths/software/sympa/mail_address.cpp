#include "harness/paths/software/sympa/mail_address.hpp"

#include <algorithm>
#include <vector>

#include "core/base/text.hpp"
#include "harness/paths/software/sympa/field_text.hpp"

namespace mass::transforms {

namespace {

constexpr std::string_view kSpecials = "()<>@,;:\\\".[]";

// Length of a comment with those inside it; an open one ends where it cannot go on.
std::size_t comment_length(std::string_view text) {
  std::size_t depth = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '\\' && ++i == text.size()) return i - 1;
    if (text[i] == '(' && (i == 0 || text[i - 1] != '\\')) ++depth;
    if (text[i] == ')' && text[i - 1] != '\\' && --depth == 0) return i + 1;
  }
  return i;
}

// Length of `"..."` or `[...]`; 0 if it is not closed.
std::size_t bracketed_length(std::string_view text) {
  const char close = text.front() == '"' ? '"' : ']';
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == close) {
      return i + 1;
    }
  }
  return 0;
}

std::vector<std::string> tokens_of(std::string_view value) {
  std::string flat;
  for (const char c : value) {
    const bool is_end = c == '\r' || c == '\n';
    if (!is_end || flat.empty() || flat.back() != '\n') flat += is_end ? '\n' : c;
  }
  std::ranges::replace(flat, '\n', ' ');
  std::string_view rest = flat;
  std::vector<std::string> tokens;
  bool is_closed = true;  // once one is not, no later one is looked for twice
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kSpace), rest.size()));
    if (rest.empty()) break;
    std::size_t length = 0;
    if (rest.front() == '(') {
      length = comment_length(rest);
    } else if ((rest.front() == '"' && is_closed) || rest.front() == '[') {
      length = bracketed_length(rest);
      is_closed = is_closed && (length > 0 || rest.front() == '[');
    }
    if (length == 0) {
      const auto* const end = std::ranges::find_if(
          rest, [](char c) { return kSpace.contains(c) || kSpecials.contains(c); });
      length = std::max<std::size_t>(static_cast<std::size_t>(end - rest.begin()), 1);
    }
    tokens.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  tokens.emplace_back(",");
  return tokens;
}

// The next of `,`, `;` and `<` decides whether words are a phrase or an address.
bool angle_follows(const std::vector<std::string>& tokens, std::size_t from) {
  for (std::size_t i = from; i < tokens.size(); ++i) {
    if (tokens[i] == "<") return true;
    if (tokens[i] == "," || tokens[i] == ";") return false;
  }
  return false;
}

bool is_joint(std::string_view token) {
  return token == "." || token == "@" || token == ":" || token == ";";
}

}  // namespace

std::optional<MailAddress> first_mail_address(std::string_view value) {
  const std::vector<std::string> tokens = tokens_of(value);
  MailAddress found;
  std::string last;  // of the address
  bool has_comment = false;
  bool in_angle = false;
  bool has_angle = angle_follows(tokens, 0);
  const auto is_any = [&] {
    return !found.phrase.empty() || !found.address.empty() || has_comment;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& token = tokens[i];
    if (token.front() == '(') {
      has_comment = true;
    } else if (token == "<" || token == ">") {
      in_angle = token == "<";
    } else if (token == "," || token == ";") {
      if (is_any()) return found;
      in_angle = false;
      has_angle = angle_follows(tokens, i + 1);
    } else if (in_angle) {
      found.address += token;
      last = token;
    } else if (has_angle) {
      found.phrase.append(found.phrase.empty() ? "" : " ").append(token);
    } else if (is_joint(token) || found.address.empty() || is_joint(last)) {
      found.address += token;
      last = token;
    } else {
      return found;
    }
  }
  return std::nullopt;
}

bool is_sympa_address(std::string_view address) {
  const auto is_word = [](char c) {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '_' || c == '-';
  };
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view local = address.substr(0, at);
  const bool is_quoted = local.front() == '"' && bracketed_length(local) == local.size();
  const bool is_atom = std::ranges::all_of(local, [&](char c) {
    return is_word(c) || std::string_view("!#$%&'*+/=?^`{|}~.").contains(c);
  });
  const std::vector<std::string_view> labels = split(address.substr(at + 1), '.');
  return (is_quoted || is_atom) && labels.size() >= 2 &&
         std::ranges::all_of(labels, [&](std::string_view label) {
           return !label.empty() && std::ranges::all_of(label, is_word);
         });
}

}  // namespace mass::transforms
