#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/scheme/scheme.hpp"

namespace mass {

/// The schemes there are. Each scheme folder has one function, `enrol`, that adds itself; nothing
/// registers behind the program's back.
class Registry {
 public:
  using Factory = std::function<Result<std::unique_ptr<Scheme>>(const Parameters&)>;

  /// Fails on an id that is taken, or on a profile that does not fit the parameters.
  [[nodiscard]] Result<void> add(SchemeInfo info, Factory factory);

  /// Adds a scheme `S` that is made from the settings which `read` takes from the parameters.
  template <class S, class Settings>
  [[nodiscard]] Result<void> add(SchemeInfo info, Result<Settings> (*read)(const Parameters&)) {
    return add(std::move(info),
               [read](const Parameters& parameters) -> Result<std::unique_ptr<Scheme>> {
                 auto settings = read(parameters);
                 if (!settings) return std::unexpected(settings.error());
                 return std::make_unique<S>(*std::move(settings));
               });
  }

  /// Sorted by id.
  [[nodiscard]] std::vector<const SchemeInfo*> list() const;

  /// Null if unknown; `unknown_scheme` makes the error with the nearest known name.
  [[nodiscard]] const SchemeInfo* find(std::string_view id) const noexcept;
  [[nodiscard]] std::unexpected<Error> unknown_scheme(std::string_view id) const;

  /// Builds a scheme with `profile` (empty: none) and `given` laid over it.
  [[nodiscard]] Result<std::unique_ptr<Scheme>> make(std::string_view id, std::string_view profile,
                                                     const ValueMap& given) const;

 private:
  struct Entry {
    SchemeInfo info;
    Factory factory;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace mass
