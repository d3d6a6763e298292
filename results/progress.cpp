#include "results/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mass {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kBetweenRedraws{100};
// A rate over less time than this is noise.
constexpr milliseconds kBeforeRate{500};
constexpr std::int64_t kLongestForecast = 100LL * 3600;

}  // namespace

std::string span_text(seconds span) {
  const std::int64_t all = std::max<std::int64_t>(span.count(), 0);
  if (all < 60) return fmt::format("{} s", all);
  if (all < 3600) return fmt::format("{} min {:02} s", all / 60, all % 60);
  return fmt::format("{} h {:02} min", all / 3600, all / 60 % 60);
}

Progress::Progress(std::ostream& out, bool terminal, Clock clock, std::string what,
                   std::optional<std::uint64_t> total)
    : out_(out),
      terminal_(terminal),
      clock_(std::move(clock)),
      what_(std::move(what)),
      total_(total) {
  if (terminal_) started_ = clock_();
}

Progress::~Progress() {
  finish();
}

void Progress::advance(std::uint64_t by) {
  done_ += by;
  if (!terminal_) return;
  const milliseconds now = clock_();
  if (drawn_ && now - *drawn_ < kBetweenRedraws) return;
  drawn_ = now;
  out_ << '\r' << line(now - started_) << "\x1b[K" << std::flush;
}

void Progress::finish() {
  if (!drawn_) return;
  drawn_.reset();
  out_ << "\r\x1b[K" << std::flush;
}

std::string Progress::line(milliseconds elapsed) const {
  std::string text = what_;
  if (total_ && *total_ > 0) {
    const double share = static_cast<double>(done_) / static_cast<double>(*total_);
    // Rounded down: 100 % is said when it is done.
    text +=
        fmt::format(" {:3.0f} %  {} of {}", std::floor(100 * std::min(share, 1.0)), done_, *total_);
  } else {
    text += fmt::format(" {}", done_);
  }
  if (elapsed < kBeforeRate || done_ == 0) return text;
  const double rate = 1000 * static_cast<double>(done_) / static_cast<double>(elapsed.count());
  text += fmt::format("  {:.0f}/s", rate);
  if (!total_ || done_ >= *total_) return text;
  const double left = static_cast<double>(*total_ - done_) / rate;
  if (left > static_cast<double>(kLongestForecast)) return text;
  return text + "  " + span_text(seconds{static_cast<std::int64_t>(left + 0.5)}) + " left";
}

}  // namespace mass
