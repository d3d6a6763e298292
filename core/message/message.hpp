#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/octets.hpp"

namespace mass {

/// One header field exactly as it stands in the message, folds and line end included.
///
/// `Subject: a` CRLF ` b` CRLF has name `Subject` and value ` a` CRLF ` b` (no final CRLF).
/// White space before the colon is obsolete syntax: not part of the name, kept in raw(). Source:
/// common sheet section 1.
class Field {
 public:
  /// `raw` must hold a colon at `colon`; `name_length` octets before it are the name.
  Field(Octets raw, std::size_t name_length, std::size_t colon) noexcept
      : raw_(std::move(raw)),
        name_length_(static_cast<std::uint32_t>(name_length)),
        colon_(static_cast<std::uint32_t>(colon)) {}

  [[nodiscard]] std::string_view raw() const noexcept { return raw_.view(); }
  [[nodiscard]] std::string_view name() const noexcept { return raw().substr(0, name_length_); }
  [[nodiscard]] std::string_view value() const noexcept;
  [[nodiscard]] bool is(std::string_view name) const noexcept;
  [[nodiscard]] const Octets& octets() const noexcept { return raw_; }

 private:
  Octets raw_;
  std::uint32_t name_length_;
  std::uint32_t colon_;
};

/// What is unusual about a message's octets. Noted when parsing, never repaired.
enum class Defect : std::uint8_t {
  no_separator,  ///< The header block is not ended by an empty line.
  junk_line,     ///< A line that is neither a field nor a continuation; the body starts there.
  leading_fold,  ///< The first line starts with white space; the whole message is body.
  eight_bit_header,
  long_name,    ///< A field name over 998 octets.
  long_field,   ///< A field over 64 KiB.
  many_fields,  ///< Over 1,000 fields.
  bare_cr,      ///< A CR without LF. This and the next four are found by scan_defects().
  bare_lf,      ///< A LF without CR.
  nul,
  long_line,  ///< A line over 998 octets, line end excluded.
  no_final_crlf,
};
inline constexpr std::size_t kDefectCount = 12;
[[nodiscard]] std::string_view name_of(Defect defect) noexcept;

/// A set of defects.
class Defects {
 public:
  void add(Defect defect) noexcept { bits_ |= 1U << static_cast<unsigned>(defect); }
  void add(Defects other) noexcept { bits_ |= other.bits_; }
  [[nodiscard]] bool has(Defect defect) const noexcept {
    return (bits_ >> static_cast<unsigned>(defect) & 1U) != 0;
  }
  [[nodiscard]] bool none() const noexcept { return bits_ == 0; }
  bool operator==(const Defects&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

inline constexpr std::size_t kMaxFieldName = 998;
inline constexpr std::size_t kMaxFieldOctets = std::size_t{64} * 1024;
inline constexpr std::size_t kMaxFields = 1000;

/// Fields beyond this number stay in the body: an index entry is larger than the smallest field,
/// and a hostile header shall not buy memory with it.
inline constexpr std::size_t kMaxParsedFields = 100'000;

/// An immutable mail message: header fields, an optional separator line, a body.
///
///     auto message = Message::parse(Octets(text));
///     for (const Field& field : message.fields()) ...
///     assert(message.to_string() == text);      // always, for any octets
///
/// Any octets parse; writing gives the same octets back. Lines end in CRLF only: a reader that
/// imports stored mail turns LF into CRLF first. Copying counts a reference. Change one through
/// MessageEditor. Source: common sheet section 1 (RFC 5322 section 2.2, RFC 5321 section 2.3.8).
class Message {
 public:
  Message() = default;
  [[nodiscard]] static Message parse(Octets octets);
  [[nodiscard]] static Message parse(std::string text) { return parse(Octets(std::move(text))); }

  /// Puts a message together from parts that are each already in wire form.
  [[nodiscard]] static Message assemble(std::vector<Field> fields, Octets separator, Octets body);

  [[nodiscard]] std::span<const Field> fields() const noexcept;

  /// The empty line: CRLF, or nothing if the message has none.
  [[nodiscard]] const Octets& separator() const noexcept;
  [[nodiscard]] const Octets& body() const noexcept;
  [[nodiscard]] Defects defects() const noexcept;

  /// First field of that name from the top, or null.
  [[nodiscard]] const Field* find(std::string_view name) const noexcept;
  [[nodiscard]] std::size_t count(std::string_view name) const noexcept;

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::string to_string() const;

  /// The defects that only a walk over all octets finds, added to defects().
  [[nodiscard]] Defects scan_defects() const;

 private:
  struct Data;
  explicit Message(Data data);
  [[nodiscard]] const Data& data() const noexcept;

  std::shared_ptr<const Data> data_;  // Null for an empty or moved-from message.
};

/// Reads one field from wire octets: a name, a colon, a value that may be folded; the final CRLF
/// may lack. Octets after the field are left out. Null if the octets do not start with a field name
/// and a colon.
[[nodiscard]] std::unique_ptr<Field> parse_field(Octets raw);

/// Makes a field from its name and a value in wire form (`" value"`, folds included, no final
/// CRLF).
[[nodiscard]] Field make_field(std::string_view name, std::string_view value);

/// The value without its CRLFs (unfolding: the white space stays) and without white space at both
/// ends.
[[nodiscard]] std::string unfolded(const Field& field);

}  // namespace mass
