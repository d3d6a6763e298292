#include "core/message/date.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

TEST(MailDate, ReadsWhatMailSoftwareWrites) {
  const struct {
    const char* text;
    std::int64_t seconds;
  } cases[] = {
      {" Fri, 06 Aug 2004 21:01:54 +0000", 1091826114},
      {" 6 Aug 2004 14:01:54 -0700 (PDT)", 1091826114},
      {"Fri,  6 Aug 04 21:01:54 GMT", 1091826114},
      {"Fri, 06 Aug 2004 21:01 UT", 1091826060},
      {"Fri, 06 Aug 2004 16:01:54 EST", 1091826114},
      {" Wed,\r\n 31 Dec 1969 23:59:59 +0000", -1},
  };

  for (const auto& one : cases) {
    const auto date = parse_mail_date(one.text);
    ASSERT_TRUE(date) << one.text;
    EXPECT_EQ(to_unix(date->time()), one.seconds) << one.text;
  }
}

TEST(MailDate, RefusesWhatIsNone) {
  for (const char* text :
       {"", "yesterday", "Fri, 31 Feb 2004 21:01:54 +0000", "Fri, 06 Aug 2004 24:01:54 +0000",
        "Fri, 06 Aug 2004 21:01:54", "Fri, 06 Aug 2004 21:01:54 +0099", "2004-08-06 21:01:54",
        "Fri, 06 Aug 2004 21:01:54 +0000 again"}) {
    EXPECT_FALSE(parse_mail_date(text)) << text;
  }
}

TEST(MailDate, IsSpelledInOneWayWithTheZoneKept) {
  const auto date = parse_mail_date("6 aug 04 1:02 pst");

  ASSERT_TRUE(date);
  EXPECT_EQ(spelled(*date), "Fri, 06 Aug 2004 01:02:00 -0800");
}

}  // namespace
}  // namespace mass
