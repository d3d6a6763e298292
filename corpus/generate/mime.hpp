#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/generate/draft.hpp"

namespace mass::generate {

enum class Encoding : std::uint8_t { seven_bit, eight_bit, quoted_printable, base64 };

/// A text entity. `type` is the Content-Type value as it stands in the field; an unstated seven_bit
/// leaves out the transfer encoding.
[[nodiscard]] Entity text_entity(std::string_view type, Encoding encoding, std::string_view text,
                                 bool state_seven_bit = true);

/// `type` is such as `multipart/mixed`, `parameters` such as `; type="text/html"` or empty.
[[nodiscard]] Entity multipart(std::string_view type, std::string_view parameters,
                               std::string_view boundary, const std::vector<Entity>& parts,
                               std::string_view preamble = {}, std::string_view fold = "\t");

/// Fields and body as they stand inside another entity.
[[nodiscard]] std::string entity_text(const Entity& entity);

/// Made-up octets that start as files of that sort do.
struct FileSort {
  std::string_view type;
  std::string_view name;
  std::string_view magic;
};
[[nodiscard]] const FileSort& draw_file_sort(Dice& dice);

/// A base64 attachment of about `octets`. With `split_name` the file name is non-ASCII and in
/// parameters of RFC 2231.
[[nodiscard]] Entity attachment(const FileSort& sort, std::size_t octets, bool split_name,
                                Dice& dice);

/// HTML of paragraphs as web mailers write it.
[[nodiscard]] std::string html_of(const std::vector<std::string>& paragraphs,
                                  std::string_view charset, Dice& dice);

/// HTML of paragraphs as newsletters have it: tables, links, counting images.
[[nodiscard]] std::string newsletter_html(std::string_view title,
                                          const std::vector<std::string>& paragraphs,
                                          std::string_view domain, Dice& dice);

/// Armoured octets, `PGP SIGNATURE` and the like.
[[nodiscard]] std::string armoured(std::string_view title, std::size_t octets, int year,
                                   Dice& dice);

/// DER that starts as a PKCS#7 SignedData does; the rest is noise.
[[nodiscard]] std::string pkcs7_octets(std::size_t octets, Dice& dice);

}  // namespace mass::generate
