#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/software/spamassassin/rules.hpp"

namespace mass::transforms::spamassassin {

namespace {

bool is_text(const Entity& entity) {
  return entity.type == "text/plain" || entity.type == "text/calendar" ||
         entity.type == "text/x-vcard";
}

bool is_attachment(const Entity& entity) {
  return entity.disposition.contains("attachment");
}

// Four octets over 127, not more than one other between each two.
bool has_high_octets(std::string_view line) {
  std::size_t run = 0;
  std::size_t others = 0;
  for (const char c : line) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      others = 0;
      if (++run == 4) return true;
    } else if (++others > 1) {
      run = 0;
    }
  }
  return false;
}

// Words by how often they stand there. Without a letter or digit it is no word.
std::map<std::string, std::size_t> words_of(std::string_view text) {
  std::map<std::string, std::size_t> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = static_cast<std::size_t>(
        std::ranges::find_if(text.substr(at), is_space) - text.substr(at).begin());
    const std::string_view word = text.substr(at, length);
    const bool is_word = std::ranges::any_of(word, [](char c) {
      const char lower = ascii_lower(c);
      return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '_' ||
             static_cast<unsigned char>(c) >= 0x80;
    });
    if (is_word) ++words[std::string(word)];
    at += length + 1;
  }
  return words;
}

struct Difference {
  bool is_total = false;       ///< No word of the HTML stands in the text.
  std::size_t html_words = 0;  ///< Of the last alternative that has HTML.
  std::size_t text_words = 0;
};

Difference difference_of(const Reading& reading) {
  Difference difference;
  std::size_t last = 0;
  for (const Entity& entity : reading.entities) last = std::max(last, entity.alternative);
  for (std::size_t number = 1; number <= last; ++number) {
    std::string html;
    std::string text;
    for (const Entity& entity : reading.entities) {
      if (entity.alternative != number || !entity.is_shown) continue;
      (entity.type == "text/html" ? html : text).append(entity.text).append("\n");
    }
    const auto html_words = words_of(html);
    if (html_words.empty()) continue;
    const auto text_words = words_of(text);
    difference.html_words = html_words.size();
    difference.text_words = text_words.size();
    const bool is_total = std::ranges::none_of(html_words, [&](const auto& word) {
      const auto same = text_words.find(word.first);
      return same != text_words.end() && same->second >= word.second;
    });
    difference.is_total = difference.is_total || is_total;
  }
  return difference;
}

}  // namespace

bool is_empty(const Reading& reading) {
  return std::ranges::none_of(reading.entities, is_attachment) &&
         std::ranges::all_of(reading.text, is_space);
}

bool has_html(const Reading& reading) {
  return std::ranges::any_of(reading.entities,
                             [](const Entity& entity) { return !entity.tags.empty(); });
}

bool is_html_only(const Reading& reading) {
  if (istarts_with(reading.value("Content-Type"), "text/html")) return true;
  const bool has_html = std::ranges::any_of(
      reading.entities, [](const Entity& entity) { return entity.type == "text/html"; });
  return has_html && std::ranges::none_of(reading.entities, is_text);
}

bool is_html_without_tag(const Reading& reading) {
  return is_html_only(reading) && std::ranges::none_of(reading.entities, [](const Entity& entity) {
           return entity.tags.contains("html");
         });
}

// Not for what is encoded, for mail of lists, or where the charset stands in quotes.
bool is_html_to_bare_address(const Reading& reading) {
  const std::string to = reading.value("To");
  const bool is_encoded = std::ranges::any_of(reading.entities, [](const Entity& entity) {
    return entity.encoding.contains("base64") || entity.encoding.contains("quoted-printable");
  });
  const std::string precedence = ascii_lower(reading.value("Precedence"));
  const bool is_list = precedence.contains("list") || precedence.contains("bulk") ||
                       reading.has("List-Id") || reading.has("List-Post") ||
                       reading.has("Mailing-List");
  return is_html_only(reading) && !to.contains(">\n") && !to.contains(">,") && !is_encoded &&
         !is_list && !reading.has("DKIM-Signature") && !has_relay_without_name(reading) &&
         !ascii_lower(to).contains("undisclosed") && !reading.body.contains("<!--") &&
         !ascii_lower(reading.value("Content-Type")).contains("charset=\"");
}

bool attaches_html(const Reading& reading) {
  return std::ranges::any_of(reading.entities, [](const Entity& entity) {
    const std::string field = ascii_lower(entity.type_field);
    const std::size_t type = field.find("text/html");
    const bool is_named =
        type != std::string::npos && field.find(".htm", type) != std::string::npos;
    const std::size_t name = entity.disposition.find("filename=");
    return is_named || (name != std::string::npos &&
                        entity.disposition.find(".htm", name) != std::string::npos);
  });
}

bool has_false_ascii(const Reading& reading) {
  return std::ranges::any_of(reading.entities, [](const Entity& entity) {
    if (!entity.is_leaf || entity.type != "text/plain") return false;
    if (entity.has_charset && entity.charset != "us-ascii") return false;
    const std::string& raw = entity.raw;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const bool is_bare_cr = raw[i] == '\r' && (i + 1 == raw.size() || raw[i + 1] != '\n');
      if (is_bare_cr || raw[i] == '\0' || static_cast<unsigned char>(raw[i]) >= 0x80) return true;
    }
    return false;
  });
}

bool has_false_7bit(const Reading& reading) {
  const bool is_7bit = !reading.has("Content-Transfer-Encoding") ||
                       reading.value("Content-Transfer-Encoding") == "7bit\n";
  return istarts_with(reading.value("Content-Type"), "text/plain") && is_7bit &&
         std::ranges::any_of(reading.entities, [](const Entity& entity) {
           return entity.is_shown && has_eight_bit(entity.content);
         });
}

bool has_nul(const Reading& reading) {
  return reading.header.contains('\0') || reading.body.contains('\0');
}

bool hides_text_in_base64(const Reading& reading) {
  return std::ranges::any_of(reading.entities, [](const Entity& entity) {
    return entity.type.starts_with("text/") && entity.encoding.contains("base64") &&
           (!entity.has_charset || entity.charset.contains("ascii")) &&
           !entity.disposition.starts_with("attachment") &&
           !entity.disposition.starts_with("inline");
  });
}

// Not for notices, answers, encrypted and very short messages.
bool has_no_text_part(const Reading& reading) {
  constexpr std::size_t kShort = 128;
  const std::string type = ascii_lower(reading.value("Content-Type"));
  const std::string subject = ascii_lower(reading.value("Subject"));
  const auto cr_lf = static_cast<std::size_t>(std::ranges::count(reading.body, '\n'));
  return type.contains("multipart/") && !type.contains("multipart/report") &&
         std::ranges::none_of(reading.entities,
                              [](const Entity& entity) {
                                return ascii_lower(entity.type_field).contains("text/");
                              }) &&
         !is_encrypted(reading) && !is_all_trusted(reading) && !reading.has("In-Reply-To") &&
         !reading.has("References") && !subject.starts_with("re:") && !subject.starts_with("fw:") &&
         reading.body.size() - cr_lf >= kShort &&
         std::ranges::none_of(reading.entities, [](const Entity& entity) {
           return entity.type == "application/pdf";
         });
}

// The line with most spaces has less than one in ten. Texts in other scripts are let pass.
bool has_few_spaces(const Reading& reading) {
  int most = -1;
  for (const std::string& line : reading.lines) {
    if (line.size() <= 5) continue;
    const auto spaces = static_cast<std::size_t>(std::ranges::count(line, ' '));
    const std::size_t others = line.size() - spaces;
    const std::size_t percent = spaces > others ? 100 : 100 * spaces / others;
    most = std::max(most, static_cast<int>(percent));
  }
  const std::string subject = ascii_lower(reading.raw_value("Subject"));
  return most >= 0 && most < 10 && std::ranges::none_of(reading.lines, has_high_octets) &&
         !reading.text.contains("\x1B$B") && !subject.contains("=?utf-8?b?");
}

bool alternatives_differ(const Reading& reading) {
  return difference_of(reading).is_total;
}

bool alternatives_differ_in_length(const Reading& reading) {
  const Difference difference = difference_of(reading);
  return difference.html_words > 1 && difference.text_words > 3 * difference.html_words;
}

bool is_image_with(const Reading& reading, std::size_t least, std::size_t most) {
  return std::ranges::any_of(reading.entities, [&](const Entity& entity) {
    // Line ends of the message count one.
    const auto is_counted = [](char c) {
      return c != '\r' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    };
    const auto length = static_cast<std::size_t>(std::ranges::count_if(entity.content, is_counted));
    return entity.tags.contains("img") && length > least && length <= most;
  });
}

}  // namespace mass::transforms::spamassassin
