#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/software/spamassassin/reading.hpp"

/// The tests SpamAssassin makes, as far as they are modelled. Private to this folder.
namespace mass::transforms::spamassassin {

struct Rule {
  std::string_view name;         ///< `MISSING_DATE`
  int score = 0;                 ///< In thousandths.
  std::string_view description;  ///< With `BODY: ` or `FULL: ` in front.
  bool (*holds)(const Reading& reading) = nullptr;
};

/// The rules that hold for a message, sorted by name.
[[nodiscard]] std::vector<Rule> rules_that_hold(const Reading& reading);

// tests_of_header.cpp
[[nodiscard]] bool has_no_relays(const Reading& reading);
[[nodiscard]] bool is_all_trusted(const Reading& reading);
[[nodiscard]] bool has_illegal_relay(const Reading& reading);
[[nodiscard]] bool has_relay_without_name(const Reading& reading);
[[nodiscard]] bool has_invalid_date(const Reading& reading);
[[nodiscard]] bool has_invalid_message_id(const Reading& reading);
[[nodiscard]] bool has_short_message_id(const Reading& reading);
[[nodiscard]] bool has_sorted_recipients(const Reading& reading);
[[nodiscard]] bool has_similar_recipients(const Reading& reading);
[[nodiscard]] bool is_from_a_list(const Reading& reading);
[[nodiscard]] bool has_raw_subject(const Reading& reading);
[[nodiscard]] bool subject_needs_encoding(const Reading& reading);
[[nodiscard]] bool has_blank_in_from(const Reading& reading);
[[nodiscard]] bool has_raw_from(const Reading& reading);
[[nodiscard]] bool has_shouting_subject(const Reading& reading);
[[nodiscard]] bool has_field_of_bulk_mail(const Reading& reading);
[[nodiscard]] bool has_other_envelope_domain(const Reading& reading);
[[nodiscard]] bool is_plain_reply(const Reading& reading);
[[nodiscard]] bool is_encrypted(const Reading& reading);
[[nodiscard]] bool has_type_alone(const Reading& reading);

// tests_of_body.cpp
[[nodiscard]] bool is_empty(const Reading& reading);
[[nodiscard]] bool has_html(const Reading& reading);
[[nodiscard]] bool is_html_only(const Reading& reading);
[[nodiscard]] bool is_html_without_tag(const Reading& reading);
[[nodiscard]] bool is_html_to_bare_address(const Reading& reading);
[[nodiscard]] bool attaches_html(const Reading& reading);
[[nodiscard]] bool has_false_ascii(const Reading& reading);
[[nodiscard]] bool has_false_7bit(const Reading& reading);
[[nodiscard]] bool has_nul(const Reading& reading);
[[nodiscard]] bool hides_text_in_base64(const Reading& reading);
[[nodiscard]] bool has_no_text_part(const Reading& reading);
[[nodiscard]] bool has_few_spaces(const Reading& reading);
[[nodiscard]] bool alternatives_differ(const Reading& reading);
[[nodiscard]] bool alternatives_differ_in_length(const Reading& reading);

/// An image, and HTML of more than `least` and at most `most` characters.
[[nodiscard]] bool is_image_with(const Reading& reading, std::size_t least, std::size_t most);

}  // namespace mass::transforms::spamassassin
