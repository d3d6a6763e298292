#pragma once

#include <memory>

#include "core/keys/signing_keys.hpp"
#include "harness/cli/arguments.hpp"

namespace mass::cli {

/// `--keys`, `--certificate` and `--seed`: the private side of keys.
void add_key_options(Arguments& arguments);

/// Keys from files, or with `--seed` the ones that `run` derives for every domain. A certificate
/// must be that of the RSA key; further ones in its file are its chain.
[[nodiscard]] Result<std::shared_ptr<const SigningKeys>> choose_keys(const Tools& tools,
                                                                     const Arguments& arguments);

}  // namespace mass::cli
