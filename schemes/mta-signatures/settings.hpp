#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scheme/scheme.hpp"

namespace mass::mta_signatures {

/// The parameters of the scheme, read once. All of them are about signing.
struct Settings {
  std::string domain;  ///< Lower case; empty: the domain of From, or of the role that forwards.
  std::string msgid;   ///< Empty: a random one.
  HashAlgorithm hash = HashAlgorithm::sha1;
  std::vector<std::string> services;
  std::optional<Time> signing_time;  ///< Empty: the clock.
  bool signs_received = true;
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();

/// Errc::config if the domain is none, if the msgid is not 1 to 32 letters and digits, or if a
/// service cannot stand in a quoted string.
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::mta_signatures
