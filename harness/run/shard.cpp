#include "harness/run/shard.hpp"

#include <fmt/format.h>

#include "core/base/random.hpp"
#include "core/base/text.hpp"

namespace mass {

Result<Manifest::Shard> parse_shard(std::string_view text) {
  constexpr std::uint64_t kMost = 100'000;
  const std::size_t slash = text.find('/');
  const std::uint64_t index = parse_decimal(text.substr(0, slash)).value_or(0);
  const std::uint64_t count =
      slash == std::string_view::npos ? 0 : parse_decimal(text.substr(slash + 1)).value_or(0);
  if (index < 1 || index > count || count > kMost) {
    return fail(Errc::config,
                fmt::format("--shard takes a part and how many there are, such as 1/4 to 4/4, not "
                            "\"{}\"",
                            printable(text)));
  }
  return Manifest::Shard{index, count};
}

bool falls_to(const Manifest::Shard& shard, std::string_view message_id) {
  RandomSource random(0, {"shard", message_id});
  return random.below(shard.count) == shard.index - 1;
}

}  // namespace mass
