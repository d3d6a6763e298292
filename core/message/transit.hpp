#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/message/message.hpp"

namespace mass {

/// What SMTP carries beside the message. Addresses have no angle brackets. Source: RFC 5321
/// sections 2.3.1 and 4.1.1.
struct Envelope {
  std::string mail_from;             ///< Reverse-path; empty is the null reverse-path.
  std::vector<std::string> rcpt_to;  ///< Forward-paths.
  std::string helo;                  ///< Name the client gave.
  std::string client_address;        ///< IP address of the client as text.
  bool eight_bit_mime = false;       ///< BODY=8BITMIME was declared.
  bool smtp_utf8 = false;            ///< SMTPUTF8 was declared.
  Time time{};                       ///< When this hop took the message.

  bool operator==(const Envelope&) const = default;
};

/// One administrative step that handled the message.
struct Hop {
  std::string host;
  Time time{};
};

/// What became of a message on its way.
enum class Delivery : std::uint8_t {
  in_transit,  ///< Still moving, or at the end of its path.
  rejected,    ///< Refused during an SMTP transaction.
  bounced,     ///< Accepted, then returned or held: at most a notice about it came out.
  discarded,   ///< Accepted and dropped.
};

/// `in transit`, `rejected`, `bounced`, `discarded`.
[[nodiscard]] std::string_view name_of(Delivery delivery) noexcept;

/// What moves along a path: a message, its envelope, where it has been.
struct Transit {
  Message message;
  Envelope envelope;
  std::vector<Hop> hops;
  Delivery delivery = Delivery::in_transit;
};

}  // namespace mass
