#pragma once

#include <string>
#include <vector>

#include "core/message/transit.hpp"

/// From texts that software wrote about messages to the template it wrote them by. Private to this
/// room.
namespace mass::search {

/// What was written about one message.
struct Sample {
  std::string text;
  const Envelope* envelope = nullptr;  ///< As the message was handed over.
};

/// The template, names in `${}` as paths have them, that makes most of the texts: what is constant
/// stays, values of the envelope, dates and `host` become names, what differs from message to
/// message becomes a random id of the same look. A word that goes with SMTPUTF8 becomes `${with:}`.
/// Empty if most of them have nothing in common.
[[nodiscard]] std::string generalised(const std::vector<Sample>& samples, const std::string& host);

}  // namespace mass::search
