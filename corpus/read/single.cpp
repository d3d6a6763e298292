#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "corpus/read/detect.hpp"
#include "corpus/read/raw.hpp"

namespace mass {

namespace {

// A file that is one message, perhaps cut out of an mbox with its separator line and blank line.
class SingleReader final : public RawReader {
 public:
  SingleReader(Input input, std::string place, std::size_t limit)
      : input_(std::move(input)), place_(std::move(place)), limit_(limit) {}

  std::optional<RawItem> next() override {
    if (std::exchange(done_, true)) return std::nullopt;
    RawMessage message{.head = {}, .octets = {}, .tail = {}, .place = place_};
    if (input_.peek(kByteOrderMark.size()).starts_with(kByteOrderMark)) take_to(message.head, 3);
    const bool has_from_line = is_from_line(input_.peek(kSniffOctets));
    if (has_from_line) message.head += input_.line();
    while (!input_.at_end() && message.octets.size() <= limit_) {
      take_to(message.octets, Input::kPiece);
    }
    if (input_.trouble()) return CorpusProblem{place_, input_.trouble()->what};
    if (message.octets.size() > limit_) {
      return CorpusProblem{place_, fmt::format("larger than {}: left out", size_text(limit_))};
    }
    if (has_from_line) message.tail = take_final_blank_line(message.octets);
    if (message.octets.empty()) {
      return CorpusProblem{place_, message.head.empty() ? "empty file" : "no message in it"};
    }
    return message;
  }

 private:
  void take_to(std::string& text, std::size_t most) {
    const std::string_view octets = input_.peek(1).substr(0, most);
    text += octets;
    input_.skip(octets.size());
  }

  Input input_;
  std::string place_;
  std::size_t limit_;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<RawReader> read_single(Input input, std::string place, const ReadOptions& options) {
  return std::make_unique<SingleReader>(std::move(input), std::move(place), options.message_limit);
}

std::string take_final_blank_line(std::string& octets) {
  for (const std::string_view end : {std::string_view("\r\n"), std::string_view("\n")}) {
    if (!octets.ends_with(end)) continue;
    const std::string_view before = std::string_view(octets).substr(0, octets.size() - end.size());
    if (!before.empty() && !before.ends_with('\n')) continue;
    octets.resize(before.size());
    return std::string(end);
  }
  return {};
}

std::string size_text(std::uint64_t octets) {
  constexpr std::uint64_t kMebi = std::uint64_t{1} << 20;
  if (octets != 0 && octets % kMebi == 0) return fmt::format("{} MiB", octets / kMebi);
  return fmt::format("{} octet{}", octets, octets == 1 ? "" : "s");
}

}  // namespace mass
