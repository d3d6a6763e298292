#pragma once

#include <map>
#include <memory>

#include "core/keys/directory.hpp"
#include "core/keys/signing_keys.hpp"
#include "core/message/transit.hpp"
#include "harness/check/vectors.hpp"

namespace mass {

/// A text setting of a case, or nothing.
[[nodiscard]] std::string text_setting(const VectorCase& one, std::string_view name);

/// What surrounds the cases of one vector directory: messages, private keys, servers. Servers are
/// opened once.
class VectorWorld {
 public:
  explicit VectorWorld(const VectorSet& set) : set_(set) {}

  /// Errors name the file.
  [[nodiscard]] Result<Transit> transit(const VectorCase& one) const;
  [[nodiscard]] Result<GivenKeys> keys(const VectorCase& one) const;
  [[nodiscard]] Result<std::shared_ptr<const KeyDirectory>> servers(const VectorCase& one);

 private:
  [[nodiscard]] Result<std::string> read(const std::string& file) const;
  [[nodiscard]] Result<std::shared_ptr<const KeyDirectory>> open(
      const VectorSources& sources) const;

  const VectorSet& set_;
  std::map<VectorSources, std::shared_ptr<const KeyDirectory>> servers_;
};

}  // namespace mass
