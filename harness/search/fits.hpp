#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/search/draft.hpp"
#include "harness/search/observe.hpp"

/// Which steps can explain which observations: data/fits.json. Private to this room.
namespace mass::search {

/// One way to explain a kind of observation.
struct Fit {
  std::string explains;
  const Transform* transform = nullptr;
  ValueMap with;  ///< Texts hold `{{name}}` for what was observed.
  std::string when = "always";
  std::vector<ValueMap> variants;  ///< Each laid over `with`; the first is empty.
};

/// The text of data/fits.json, compiled in: the build writes the definition.
[[nodiscard]] std::string_view built_in_fits_text();

/// Errors (Errc::config) have places; one in the built-in text is a bug.
[[nodiscard]] Result<std::vector<Fit>> parse_fits(std::string_view json, std::string_view file);

/// The settings for an observation, with names filled in. Lists have one text for each item.
[[nodiscard]] ValueMap filled(const ValueMap& settings, const std::vector<Item>& items);

/// Takes a path that may be better.
using Consider = std::function<void(Path candidate)>;

/// Paths that do what `path` does and explain the observation as well: with a step more, anywhere,
/// or with more said in a step that is there.
void extend(const Path& path, const Fit& fit, const Observation& observation,
            const Consider& consider);

/// `step` with settings that explain the observation, in place of those it has.
[[nodiscard]] std::vector<Step> refitted(const Step& step, const Fit& fit,
                                         const Observation& observation);

}  // namespace mass::search
