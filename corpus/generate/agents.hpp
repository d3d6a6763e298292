#pragma once

#include <cstdint>
#include <string_view>

#include "corpus/generate/dice.hpp"
#include "corpus/generate/draft.hpp"
#include "corpus/generate/plan.hpp"

namespace mass::generate {

/// What a mail program's messages look like. Patterns are those of Dice::form; `{host}` is the
/// author's host or domain.
struct Agent {
  int first_year;
  int last_year;
  std::uint8_t uses;            ///< A set of Use.
  std::string_view order;       ///< The order of its fields, one letter each; see agents.cpp.
  std::string_view message_id;  ///< Pattern of what stands between the angle brackets.
  std::string_view boundary;    ///< Pattern.
  std::string_view mime_version;
  std::string_view extra;  ///< Fields of its own, one a line; patterns.
  std::string_view plain;  ///< Content-Type value of plain text.
  std::string_view fold;   ///< What a continuation starts with.
  bool flowed;             ///< Writes format=flowed, with a blank at soft line ends.
};

enum Use : std::uint8_t {
  kPeople = 1,  ///< Letters between people, plain text.
  kWeb = 2,     ///< HTML with a plain alternative.
  kLists = 4,   ///< Seen on technical lists.
  kBulk = 8,
  kPatches = 16,
  kRobots = 32,
};

[[nodiscard]] const Agent& draw_agent(Use use, int year, Dice& dice);

/// `text` with its `{host}` filled in.
[[nodiscard]] std::string with_host(std::string text, std::string_view host);

/// A message id without its brackets.
[[nodiscard]] std::string draw_message_id(const Agent& agent, std::string_view domain, Dice& dice);

/// Header and content put together in the agent's order.
[[nodiscard]] Draft header_of(const Agent& agent, const Letter& letter, const Entity& content,
                              Dice& dice);

}  // namespace mass::generate
