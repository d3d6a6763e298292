#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/canon/canon.hpp"
#include "core/message/message.hpp"

/// What DKIM and the schemes that came after it share: canonical forms, tags, key records,
/// algorithms, the selection of fields, the layout of signature fields.
namespace mass::signature {

/// Source: RFC 6376 section 3.4.
enum class Canon : std::uint8_t { simple, relaxed };

/// One for the header, one for the body.
struct Canons {
  Canon header = Canon::simple;
  Canon body = Canon::simple;
  bool operator==(const Canons&) const = default;
};

/// A `c=` value: `header/body`, or the header's alone, and then the body's is simple. Nothing for
/// an unknown word. Source: RFC 6376 section 3.5 (c=).
[[nodiscard]] std::optional<Canons> parse_canons(std::string_view text) noexcept;
[[nodiscard]] std::string_view name_of(Canon canon) noexcept;

/// Writes one header field as it is hashed, ending in CRLF even if the field does not.
/// Source: RFC 6376 sections 3.4.1 (simple), 3.4.2 (relaxed).
void write_field(const Field& field, Canon canon, Sink& sink);

/// Writes a body as it is hashed. A line ends at CRLF only. One pass, constant memory.
/// Source: RFC 6376 sections 3.4.3 (simple: an empty body is one CRLF), 3.4.4 (relaxed: an empty
/// body is nothing).
void write_body(std::string_view body, Canon canon, Sink& sink);

/// Lets the first octets pass and counts all. Source: RFC 6376 section 3.4.5 (l=).
class LimitedSink final : public Sink {
 public:
  LimitedSink(Sink& behind, std::uint64_t limit) noexcept : behind_(behind), limit_(limit) {}
  void write(std::string_view octets) override;
  [[nodiscard]] std::uint64_t seen() const noexcept { return seen_; }

 private:
  Sink& behind_;
  std::uint64_t limit_;
  std::uint64_t seen_ = 0;
};

}  // namespace mass::signature
