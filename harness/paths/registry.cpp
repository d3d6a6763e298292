#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/families.hpp"

namespace mass {

std::span<const Transform> all_transforms() {
  using namespace transforms;
  static const std::vector<Transform> all{
      trace(),    listhdr(),   subjtag(), frommunge(),  replyto(),    ccdedupe(), refold(),
      hdrspace(), sigstrip(),  addar(),   footer(),     mimefooter(), cte(),      trailws(),
      eol(),      newsender(), srs(),     rcptexpand(), nullsender(), delay(),
  };
  return all;
}

const Transform* find_transform(std::string_view name) {
  const auto all = all_transforms();
  const auto found = std::ranges::find_if(all, [&](const Transform& transform) {
    return iequals(transform.id, name) || iequals(transform.name, name);
  });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> transform_names() {
  std::vector<std::string> names;
  for (const Transform& transform : all_transforms()) {
    names.push_back(transform.id);
    names.push_back(transform.name);
  }
  return names;
}

}  // namespace mass
