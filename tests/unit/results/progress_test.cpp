#include "results/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace mass {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Watch {
  milliseconds now{1000};
  Progress::Clock clock() {
    return [this] { return now; };
  }
};

std::string last_line(const std::string& text) {
  return text.substr(text.rfind('\r') + 1);
}

TEST(Progress, IsSilentWhenNobodyLooks) {
  std::ostringstream out;
  Watch watch;
  {
    Progress progress(out, false, watch.clock(), "messages", 10);
    progress.advance(5);
  }

  EXPECT_EQ(out.str(), "");
}

TEST(Progress, TellsShareCountRateAndWhatIsLeft) {
  std::ostringstream out;
  Watch watch;
  Progress progress(out, true, watch.clock(), "messages", 200);
  watch.now += seconds(10);

  progress.advance(50);

  EXPECT_EQ(last_line(out.str()), "messages  25 %  50 of 200  5/s  30 s left\x1b[K");
}

TEST(Progress, TellsCountAndRateWhenTheTotalIsUnknown) {
  std::ostringstream out;
  Watch watch;
  Progress progress(out, true, watch.clock(), "messages", std::nullopt);
  watch.now += seconds(2);

  progress.advance(50);

  EXPECT_EQ(last_line(out.str()), "messages 50  25/s\x1b[K");
}

TEST(Progress, SaysAllOnlyWhenAllIsDone) {
  std::ostringstream out;
  Watch watch;
  Progress progress(out, true, watch.clock(), "messages", 1000);

  progress.advance(999);

  EXPECT_NE(out.str().find(" 99 %"), std::string::npos);
}

TEST(Progress, IsRedrawnAtMostTenTimesASecond) {
  std::ostringstream out;
  Watch watch;
  Progress progress(out, true, watch.clock(), "messages", 1000);

  for (int i = 0; i < 1000; ++i) {
    watch.now += milliseconds(1);
    progress.advance();
  }

  EXPECT_LE(std::ranges::count(out.str(), '\r'), 11);
  EXPECT_GE(std::ranges::count(out.str(), '\r'), 9);
}

TEST(Progress, IsErasedAtTheEndOnce) {
  std::ostringstream out;
  Watch watch;
  {
    Progress progress(out, true, watch.clock(), "messages", 2);
    progress.advance();
    progress.finish();
  }

  EXPECT_TRUE(out.str().ends_with("\x1b[K\r\x1b[K"));
}

TEST(Progress, StandsMoreThanWasAnnouncedAndNothing) {
  std::ostringstream out;
  Watch watch;
  Progress more(out, true, watch.clock(), "messages", 1);
  Progress none(out, true, watch.clock(), "messages", 0);
  watch.now += seconds(1);

  more.advance(5);
  none.advance(0);

  EXPECT_NE(out.str().find("100 %  5 of 1"), std::string::npos);
}

TEST(SpanText, ReadsAsPeopleSayIt) {
  EXPECT_EQ(span_text(seconds(-1)), "0 s");
  EXPECT_EQ(span_text(seconds(59)), "59 s");
  EXPECT_EQ(span_text(seconds(125)), "2 min 05 s");
  EXPECT_EQ(span_text(seconds(4800)), "1 h 20 min");
}

}  // namespace
}  // namespace mass
