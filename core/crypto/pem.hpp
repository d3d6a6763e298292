#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

/// PEM as OpenSSL reads it. Private to core/crypto.
namespace mass {

struct PemBlock {
  std::string label;  ///< `CERTIFICATE`
  std::string der;
  [[nodiscard]] bool is_certificate() const;
  [[nodiscard]] bool is_crl() const;
};

/// All blocks of a text, in order, as far as they can be read. Errc::limit over 16 MiB.
[[nodiscard]] Result<std::vector<PemBlock>> pem_blocks(std::string_view pem);

}  // namespace mass
