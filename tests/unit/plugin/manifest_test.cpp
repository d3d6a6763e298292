#include "harness/plugin/manifest.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

using namespace std::chrono_literals;

std::string mistakes(std::string_view json) {
  const auto manifest = parse_manifest(json, "m.json");
  return manifest ? "none" : manifest.error().what;
}

TEST(PluginManifest, IsRead) {
  const auto manifest = parse_manifest(R"({
    "schema": "mass-plugin-1",
    "id": "mail-dkim",
    "command": ["perl", "adapter.pl", "a b"],  // no shell: one argument
    "scheme": "dkim",
    "timeout": 2.5,
    "parameters": {"selector": "s", "bits": 1024}
  })",
                                       "m.json");

  ASSERT_TRUE(manifest) << manifest.error().what;
  EXPECT_EQ(manifest->id, "mail-dkim");
  EXPECT_EQ(manifest->command, (std::vector<std::string>{"perl", "adapter.pl", "a b"}));
  EXPECT_EQ(manifest->family, "dkim");
  EXPECT_GE(manifest->timeout, 2500ms);
  EXPECT_LE(manifest->timeout, 2501ms);
  EXPECT_EQ(manifest->parameters.at("bits"), Value(std::int64_t{1024}));
}

TEST(PluginManifest, SaysEveryMistakeWithItsPlace) {
  const std::string text = mistakes(R"({
    "schema": "mass-plugin-2",
    "id": "Mail DKIM",
    "command": [],
    "timeout": 0,
    "shceme": "dkim"
  })");

  for (const char* part : {"m.json:2:", "mass-plugin-1", "m.json:3:", "m.json:4:", "m.json:5:",
                           "unknown key \"shceme\"", "\"scheme\""}) {
    EXPECT_TRUE(text.contains(part)) << part << " in " << text;
  }
}

TEST(PluginManifest, IsMissingWhenThereIsNoFile) {
  const auto manifest = load_manifest("no/such/file.json");

  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().code, Errc::missing);
}

}  // namespace
}  // namespace mass
