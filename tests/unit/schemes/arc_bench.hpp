#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/message/editor.hpp"
#include "tests/unit/schemes/workbench.hpp"

namespace mass::arc {
[[nodiscard]] Result<void> enrol(Registry& registry);
}

namespace mass::test {

inline const std::string kArcPlain =
    "From: Joe <joe@example.com>\r\n"
    "To: list@lists.example.net\r\n"
    "Subject: Is  dinner\r\n"
    " ready?\r\n"
    "Date: Fri, 06 Aug 2004 08:00:00 +0000\r\n"
    "Message-ID: <1@example.com>\r\n"
    "\r\n"
    "Hi.\r\n"
    "\r\n"
    "Joe.\r\n";

/// Tests of ARC: the keys of an author, two lists and a relay are published.
class ArcBench : public SchemeBench {
 protected:
  ArcBench() : SchemeBench(arc::enrol) {
    RandomSource random(1, {"ed25519 test key"});
    bench.keys.ed25519_key = Ed25519PrivateKey::derive(random);
    for (const char* domain : {"example.com", "lists.example.net", "other.example.org"}) {
      bench.publish(*bench.scheme(), domain);
      bench.publish(*bench.scheme("ed25519", {{"selector", word("ed")}}), domain);
    }
  }

  /// What an intermediary makes of `leaving` when `arrived` came in.
  Signed forward(const std::string& arrived, std::string leaving, const Role& role,
                 const ValueMap& given = {}) {
    const Transit before = transit(arrived);
    Context context = bench.context();
    context.role = role;
    context.arrived = &before;
    auto made = bench.scheme({}, given)->forward(transit(std::move(leaving)), context);
    EXPECT_TRUE(made.has_value()) << made.error().what;
    return *std::move(made);
  }

  std::string as_list(const std::string& arrived, std::string leaving, const ValueMap& given = {}) {
    const Signed made = forward(arrived, std::move(leaving), kList, given);
    EXPECT_EQ(made.declined, "");
    return made.transit.message.to_string();
  }

  const Role kList{RoleKind::mediator, "lists.example.net", "mx.lists.example.net"};
  const Role kRelay{RoleKind::relay, "other.example.org", "out.other.example.org"};
};

/// A message without its topmost field of that name.
inline std::string without(const std::string& text, std::string_view name) {
  const Message message = Message::parse(text);
  MessageEditor editor(message);
  for (std::size_t i = 0; i < message.fields().size(); ++i) {
    if (!message.fields()[i].is(name)) continue;
    editor.erase(i);
    return std::move(editor).finish().to_string();
  }
  ADD_FAILURE() << "no field " << name;
  return text;
}

/// The value of the topmost field of that name, unfolded; nothing if it lacks.
inline std::string value_of(const std::string& text, std::string_view name) {
  const Message message = Message::parse(text);
  const Field* field = message.find(name);
  return field == nullptr ? std::string() : unfolded(*field);
}

}  // namespace mass::test
