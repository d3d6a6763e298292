#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mass {

/// Where canonical octets go: a digest, a transcript for people, or both.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(std::string_view octets) = 0;

 protected:
  Sink() = default;
  Sink(const Sink&) = default;
  Sink& operator=(const Sink&) = default;
};

/// Collects what it is given.
class StringSink final : public Sink {
 public:
  void write(std::string_view octets) override { text_ += octets; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

/// The canonicalizations of DomainKeys; IIM shares `nofws`.
/// simple: octets as they stand. nofws: every SP, HTAB, CR and LF inside a line is deleted, line
/// ends stay. Source: RFC 4870 section 3.4.2.
enum class Canon : std::uint8_t { simple, nofws };

/// Writes one header field as it is hashed, ending in CRLF even if the field itself does not.
/// Source: RFC 4870 section 3.4.2.1 (simple), 3.4.2.2 (nofws: one line, name case kept).
void canonicalize_field(std::string_view raw_field, Canon canon, Sink& sink);

/// Writes text without any SP, HTAB, CR and LF. One pass, constant memory.
void compact(std::string_view text, Sink& sink);

/// What to do with a last line that lacks its CRLF. RFC 4870 hashes it with CRLF; Mail::DKIM leaves
/// it.
enum class LastLine : std::uint8_t { add_crlf, leave };

/// Writes a body as it is hashed: trailing empty lines dropped (under nofws: lines that are empty
/// once white space is gone), and, if anything is left, the empty separator line in front. A line
/// ends at CRLF only. One pass, constant memory. Source: RFC 4870 section 3.4.2.
void canonicalize_body(std::string_view body, Canon canon, LastLine last_line, Sink& sink);

}  // namespace mass
