#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/paths/path.hpp"

/// What the tests of this room share.
namespace mass {

using Texts = std::vector<std::string>;

/// Wire form of text that is written with `\n`.
inline std::string crlf(std::string_view text) {
  std::string wire;
  for (const char c : text) {
    if (c == '\n') wire += '\r';
    wire += c;
  }
  return wire;
}

inline const Crypto& crypto() {
  static const std::shared_ptr<const Crypto> shared = Crypto::create().value();
  return *shared;
}

inline Transit transit_of_octets(std::string octets) {
  Transit transit;
  transit.message = Message::parse(std::move(octets));
  transit.envelope.mail_from = "alice@author.example";
  transit.envelope.rcpt_to = {"bob@dest.example"};
  transit.envelope.helo = "mail.author.example";
  transit.envelope.client_address = "192.0.2.1";
  transit.envelope.time = from_unix(1091620800);
  transit.hops.push_back({"mail.author.example", transit.envelope.time});
  return transit;
}

inline constexpr std::string_view kMail = "From: a@b\nSubject: x\n\nhello\n";

inline Transit transit_of(std::string_view text) {
  return transit_of_octets(crlf(text));
}

inline Applied apply(std::string_view name, const Transit& transit, const ValueMap& given = {},
                     std::uint64_t seed = 1) {
  const Transform* transform = find_transform(name);
  const auto parameters = Parameters::check(transform->parameters, given);
  EXPECT_TRUE(parameters) << (parameters ? "" : parameters.error().what);
  RandomSource random(seed, {"message", "path", "0", transform->id});
  StepContext context{random, crypto(), "lists.example.org"};
  return transform->apply(transit, *parameters, context);
}

/// The message that came out, with `\n` line ends so that it can be read.
inline std::string text_of(const Message& message) {
  std::string text;
  const std::string octets = message.to_string();
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] != '\r' || i + 1 == octets.size() || octets[i + 1] != '\n') text += octets[i];
  }
  return text;
}

inline std::string changed_text(std::string_view name, std::string_view text,
                                const ValueMap& given = {}) {
  const Applied result = apply(name, transit_of(text), given);
  EXPECT_TRUE(result.changed);
  EXPECT_FALSE(result.log.empty());
  return result.out.size() == 1 ? text_of(result.out.front().message) : "";
}

/// The transform says that it did nothing, and did nothing.
inline void expect_untouched(std::string_view name, const Transit& before,
                             const ValueMap& given = {}) {
  const Applied result = apply(name, before, given);
  ASSERT_EQ(result.out.size(), 1U);
  EXPECT_FALSE(result.changed) << (result.log.empty() ? "" : result.log.front());
  EXPECT_TRUE(result.log.empty());
  EXPECT_EQ(result.out[0].message.to_string(), before.message.to_string());
  EXPECT_EQ(result.out[0].envelope, before.envelope);
}

inline void expect_untouched(std::string_view name, std::string_view text,
                             const ValueMap& given = {}) {
  expect_untouched(name, transit_of(text), given);
}

inline const Path& built_in(std::string_view id) {
  return *std::ranges::find(built_in_paths(), id, &Path::id);
}

inline std::vector<std::string> names_of(const Message& message) {
  std::vector<std::string> names;
  for (const Field& field : message.fields()) names.emplace_back(field.name());
  return names;
}

}  // namespace mass
