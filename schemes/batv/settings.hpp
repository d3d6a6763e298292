#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "schemes/batv/tags.hpp"

namespace mass::batv {

enum class Rules : std::uint8_t {
  plain,  ///< The bare calculation, nothing else.
  house,  ///< With the decision table and the rules on what to tag.
};

/// Until when a key number may be used. Days since 1970, inclusive. Source: BATV sheet section 7.
struct KeyWindow {
  int number = 0;
  std::optional<std::int64_t> sign_until;
  std::optional<std::int64_t> check_until;
};

/// The parameters of the scheme, read once.
struct Settings {
  Rules rules = Rules::plain;
  TagForms forms;
  int lifetime_days = 7;
  int skew_days = 1;
  std::size_t max_local_part = 64;
  int key_number = 0;
  std::vector<KeyWindow>
      windows;  ///< Empty: `key_number` signs, every number is checked, for ever.
  std::vector<std::string> fold_case;            ///< Domains whose mailbox names have no case.
  std::vector<std::string> exempt_senders;       ///< Addresses and domains that are not tagged.
  std::vector<std::string> exempt_destinations;  ///< Addresses and domains that get no tags.
  std::string reject_at;                         ///< `rcpt` or `data`.

  /// The number to sign with on a day; nothing when every window has passed.
  [[nodiscard]] std::optional<int> signing_key(std::int64_t day) const;
  [[nodiscard]] bool may_check(int number, std::int64_t day) const;
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if a key window cannot be read.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

/// Reads `NUMBER:SIGN-UNTIL:CHECK-UNTIL`, dates as 2026-01-31. A missing date is for ever, but a
/// key that stops signing is checked for `grace_days` more. Errc::config says what is wrong.
[[nodiscard]] Result<KeyWindow> parse_window(std::string_view text, int grace_days);

}  // namespace mass::batv
