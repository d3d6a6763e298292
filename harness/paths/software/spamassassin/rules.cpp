#include "harness/paths/software/spamassassin/rules.hpp"

#include <algorithm>
#include <array>

namespace mass::transforms::spamassassin {

namespace {

template <std::size_t Least>
bool is_image(const Reading& reading) {
  return is_image_with(reading, Least, Least + 400);
}

bool lacks_to(const Reading& reading) {
  return !reading.has("To") && !reading.has("Apparently-To");
}

bool lacks_received(const Reading& reading) {
  return !reading.has("Received");
}

bool lacks_id(const Reading& reading) {
  return !reading.has("Message-Id");
}

bool lacks_date(const Reading& reading) {
  return !reading.has("Date");
}

bool lacks_headers(const Reading& reading) {
  return lacks_date(reading) && lacks_to(reading) && lacks_received(reading) &&
         has_no_relays(reading) && lacks_id(reading);
}

// Sorted by name, as the field lists them. Scores are those of set 0: no network, no Bayes.
constexpr auto kRules = std::to_array<Rule>({
    {"ALL_TRUSTED", -1000, "Passed through trusted hosts only via SMTP", is_all_trusted},
    {"CTE_8BIT_MISMATCH", 1000, "Header says 7bits but body disagrees", has_false_7bit},
    {"EMPTY_MESSAGE", 2195, "Message appears to have no textual parts", is_empty},
    {"ENCRYPTED_MESSAGE", -1000, "Message is encrypted, not likely to be spam", is_encrypted},
    {"FROM_ADDR_WS", 1000, "Malformed From address", has_blank_in_from},
    {"FROM_ILLEGAL_CHARS", 2192, "From: has too many raw illegal characters", has_raw_from},
    {"HEADER_FROM_DIFFERENT_DOMAINS", 1000,
     "From and EnvelopeFrom 2nd level mail domains are different", has_other_envelope_domain},
    {"HEADER_SPAM", 2499, "Bulk email fingerprint (header-based) found", has_field_of_bulk_mail},
    {"HTML_IMAGE_ONLY_04", 1680, "BODY: HTML: images with 0-400 bytes of words", is_image<0>},
    {"HTML_IMAGE_ONLY_08", 585, "BODY: HTML: images with 400-800 bytes of words", is_image<400>},
    {"HTML_IMAGE_ONLY_12", 1381, "BODY: HTML: images with 800-1200 bytes of words", is_image<800>},
    {"HTML_IMAGE_ONLY_16", 1969, "BODY: HTML: images with 1200-1600 bytes of words",
     is_image<1200>},
    {"HTML_IMAGE_ONLY_20", 2109, "BODY: HTML: images with 1600-2000 bytes of words",
     is_image<1600>},
    {"HTML_IMAGE_ONLY_24", 2799, "BODY: HTML: images with 2000-2400 bytes of words",
     is_image<2000>},
    {"HTML_IMAGE_ONLY_28", 2799, "BODY: HTML: images with 2400-2800 bytes of words",
     is_image<2400>},
    {"HTML_IMAGE_ONLY_32", 2196, "BODY: HTML: images with 2800-3200 bytes of words",
     is_image<2800>},
    {"HTML_MESSAGE", 1, "BODY: HTML included in message", has_html},
    {"HTML_MIME_NO_HTML_TAG", 1, "HTML-only message, but there is no HTML tag",
     is_html_without_tag},
    {"INVALID_DATE", 1701, "Invalid Date: header (not RFC 2822)", has_invalid_date},
    {"INVALID_MSGID", 2602, "Message-Id is not valid, according to RFC 2822",
     has_invalid_message_id},
    {"MAILING_LIST_MULTI", -1000, "Multiple indicators imply a widely-seen list manager",
     is_from_a_list},
    {"MIME_BASE64_TEXT", 1, "RAW: Message text disguised using base64 encoding",
     hides_text_in_base64},
    {"MIME_HEADER_CTYPE_ONLY", 100, "'Content-Type' found without required MIME headers",
     has_type_alone},
    {"MIME_HTML_ONLY", 100, "BODY: Message only has text/html MIME parts", is_html_only},
    {"MIME_NO_TEXT", 1000, "No (properly identified) text body parts", has_no_text_part},
    {"MISSING_DATE", 2739, "Missing Date: header", lacks_date},
    {"MISSING_FROM", 1000, "Missing From: header",
     [](const Reading& reading) { return !reading.has("From"); }},
    {"MISSING_HEADERS", 915, "Missing To: header", lacks_to},
    {"MISSING_MID", 552, "Missing Message-Id: header", lacks_id},
    {"MISSING_MIME_HB_SEP", 1, "BODY: Missing blank line between MIME header and body",
     [](const Reading& reading) { return reading.has_part_without_blank_line; }},
    {"MISSING_SUBJECT", 1, "Missing Subject: header",
     [](const Reading& reading) { return !reading.has("Subject"); }},
    {"MPART_ALT_DIFF", 2246, "BODY: HTML and text parts are different", alternatives_differ},
    {"MPART_ALT_DIFF_COUNT", 2799, "BODY: HTML and text parts are different",
     alternatives_differ_in_length},
    {"MSGID_SHORT", 1, "Message-ID is unusually short", has_short_message_id},
    {"NICE_REPLY_A", -1000, "Looks like a legit reply (A)", is_plain_reply},
    {"NO_HEADERS_MESSAGE", 1, "Message appears to be missing most RFC-822 headers", lacks_headers},
    {"NO_RECEIVED", -1, "Informational: message has no Received headers", lacks_received},
    {"NO_RELAYS", -1, "Informational: message was not relayed via SMTP", has_no_relays},
    {"NULL_IN_BODY", 511, "FULL: Message has NUL (ASCII 0) byte in message", has_nul},
    {"PP_MIME_FAKE_ASCII_TEXT", 1000, "BODY: MIME text/plain claims to be ASCII but isn't",
     has_false_ascii},
    {"RCVD_ILLEGAL_IP", 1300, "Received: contains illegal IP address", has_illegal_relay},
    {"RDNS_NONE", 2399, "Delivered to internal network by a host with no rDNS",
     has_relay_without_name},
    {"SORTED_RECIPS", 1801, "Recipient list is sorted by address", has_sorted_recipients},
    {"SUBJECT_NEEDS_ENCODING", 498, "Subject includes non-encoded illegal characters",
     subject_needs_encoding},
    {"SUBJ_ALL_CAPS", 500, "Subject is all capitals", has_shouting_subject},
    {"SUBJ_ILLEGAL_CHARS", 620, "Subject: has too many raw illegal characters", has_raw_subject},
    {"SUSPICIOUS_RECIPS", 2499, "Similar addresses in recipient list", has_similar_recipients},
    {"TO_NO_BRKTS_HTML_ONLY", 1000, "To: lacks brackets and HTML only", is_html_to_bare_address},
    {"TVD_SPACE_RATIO", 1, "No description available.", has_few_spaces},
    {"T_HTML_ATTACH", 10, "HTML attachment to bypass scanning?", attaches_html},
    {"T_TVD_MIME_EPI", 10, "BODY: No description available.",
     [](const Reading& reading) { return reading.has_epilogue; }},
    {"T_TVD_MIME_NO_HEADERS", 10, "BODY: No description available.",
     [](const Reading& reading) { return reading.has_part_without_header; }},
});

static_assert(std::ranges::is_sorted(kRules, {}, &Rule::name));

}  // namespace

std::vector<Rule> rules_that_hold(const Reading& reading) {
  std::vector<Rule> rules;
  std::ranges::copy_if(kRules, std::back_inserter(rules),
                       [&reading](const Rule& rule) { return rule.holds(reading); });
  return rules;
}

}  // namespace mass::transforms::spamassassin
