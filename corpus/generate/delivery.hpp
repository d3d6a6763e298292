#pragma once

#include "corpus/generate/content.hpp"

namespace mass::generate {

/// Adds what a message shows of its way to an archive: signatures, Received, list fields and
/// footers, verdicts of filters, delivery fields.
void deliver(Authored& authored, const Plan& plan, Dice& dice);

/// The fields of old signatures, `b=` and `bh=` noise.
[[nodiscard]] std::string dkim_signature(std::string_view domain, bool with_length, Dice& dice);
[[nodiscard]] std::string domainkey_signature(std::string_view domain, Dice& dice);
/// From the top: ARC-Seal, ARC-Message-Signature, ARC-Authentication-Results.
[[nodiscard]] std::vector<std::string> arc_set(int instance, std::string_view domain, Dice& dice);

/// The fields a list adds below the author's, and its footer.
void post_to_list(Draft& draft, const MailingList& list, std::int64_t date, Dice& dice);

}  // namespace mass::generate
