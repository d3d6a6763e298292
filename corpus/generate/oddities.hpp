#pragma once

#include "corpus/generate/draft.hpp"

namespace mass::generate {

/// Makes a message odd in the one way its plan asks for. Called for what an author's software does,
/// before delivery adds its fields.
void twist_header(Draft& draft, const Letter& letter, const Plan& plan, Dice& dice);
void twist_body(Draft& draft, const Plan& plan, Dice& dice);

/// The draft as octets of a stored message.
[[nodiscard]] std::string stored_octets(const Draft& draft, const Plan& plan, Dice& dice);

}  // namespace mass::generate
