#include <gtest/gtest.h>

#include "core/crypto/der.hpp"
#include "tests/unit/crypto/support.hpp"

namespace mass::der {
namespace {

TEST(DerWriter, WritesLengthsInTheirShortestForm) {
  EXPECT_EQ(to_hex(element(kOctetString, "")), "0400");
  EXPECT_EQ(to_hex(element(kOctetString, std::string(127, 'x'))).substr(0, 4), "047f");
  EXPECT_EQ(to_hex(element(kOctetString, std::string(128, 'x'))).substr(0, 6), "048180");
  EXPECT_EQ(to_hex(element(kOctetString, std::string(256, 'x'))).substr(0, 8), "04820100");
}

TEST(DerWriter, WritesPositiveIntegers) {
  EXPECT_EQ(to_hex(integer(0)), "020100");
  EXPECT_EQ(to_hex(integer(127)), "02017f");
  EXPECT_EQ(to_hex(integer(128)), "02020080");
  EXPECT_EQ(to_hex(integer(0xFFFFFFFFFFFFFFFF)), "020900ffffffffffffffff");
}

TEST(DerWriter, SortsTheMembersOfASet) {
  EXPECT_EQ(to_hex(set_of({"\x80", "\x7f\x01", "\x7f"})), "31047f7f0180");
}

TEST(DerWriter, WritesAndReadsObjectIdentifiers) {
  for (const char* oid : {"1.2.840.113549.1.9.16.2.28", "0.0", "2.999.1",
                          "1.3.6.1.4.1.32473.60.2.1", "2.16.840.1.101.3.4.2.1"}) {
    const auto written = object_identifier(oid);
    ASSERT_TRUE(written) << oid;
    EXPECT_EQ(dotted(std::string_view(*written).substr(2)), oid);
  }
  for (const char* oid : {"", "1", "1.", "3.1", "1.40", "1.2.x", "-1.2"}) {
    EXPECT_FALSE(object_identifier(oid)) << oid;
  }
  EXPECT_EQ(dotted(""), std::nullopt);
  EXPECT_EQ(dotted("\x80"), std::nullopt) << "a leading zero group";
  EXPECT_EQ(dotted("\x2a\x86"), std::nullopt) << "an arc without end";
  EXPECT_EQ(dotted(std::string(30, '\xff')), std::nullopt) << "an arc beyond 64 bits";
}

TEST(DerWriter, WritesAndReadsTimes) {
  const auto read = [](std::string_view der) {
    Reader reader(der);
    const auto next = reader.take_any();
    return next ? read_time(*next) : std::nullopt;
  };
  for (const std::int64_t seconds : {-631152000LL, 0LL, 1091698200LL, 2524607999LL, 2524608000LL}) {
    EXPECT_EQ(read(time(from_unix(seconds))), from_unix(seconds));
  }
  EXPECT_EQ(time(from_unix(1091698200)),
            "\x17\x0d"
            "040805093000Z");
  for (const char* text : {"0408050930Z", "040805093000", "041305093000Z", "040230093000Z",
                           "040805093060Z", "04080509300aZ"}) {
    EXPECT_EQ(read(element(kUtcTime, text)), std::nullopt) << text;
  }
}

TEST(DerReader, TakesAnyElementAndRefusesLongTags) {
  Reader reader(std::string_view("\x30\x02\x05\x00\x9f\x81\x00", 7));
  const auto first = reader.take_any();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->tag, kSequence);
  EXPECT_EQ(first->whole.size(), 4U);
  EXPECT_FALSE(reader.take_any());
}

}  // namespace
}  // namespace mass::der
