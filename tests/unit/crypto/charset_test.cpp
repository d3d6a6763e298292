#include "core/base/charset.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

TEST(Charset, ReadsAndWritesOctets) {
  EXPECT_EQ(utf8_from("iso-8859-1", "Gr\xFC\xDF"), "Gr\xC3\xBC\xC3\x9F");
  EXPECT_EQ(utf8_to("windows-1252", "\xE2\x82\xAC"), "\x80");
  EXPECT_EQ(utf8_from("utf-8", ""), "");
}

TEST(Charset, EndsInTheFirstState) {
  const auto octets = utf8_to("iso-2022-jp", "\xE6\x97\xA5");
  EXPECT_EQ(octets, "\x1B$BF|\x1B(B");
  EXPECT_EQ(utf8_from("iso-2022-jp", *octets), "\xE6\x97\xA5");
}

TEST(Charset, TellsUnknownNamesFromUnfitText) {
  EXPECT_EQ(utf8_from("no-such-charset", "a").error(), CharsetError::unknown);
  EXPECT_EQ(utf8_from("", "a").error(), CharsetError::unknown);
  EXPECT_EQ(utf8_to("us-ascii//TRANSLIT", "\xC3\xBC").error(), CharsetError::unknown);
  EXPECT_EQ(utf8_from("utf-8", "a\xFF").error(), CharsetError::unfit);
  EXPECT_EQ(utf8_to("us-ascii", "\xC3\xBC").error(), CharsetError::unfit);
}

TEST(Charset, OneConverterServesManyTexts) {
  const CharsetConverter converter("utf-8", "iso-2022-jp");
  EXPECT_EQ(converter.run("\x1B$BF|").value_or("?"), "\xE6\x97\xA5");
  EXPECT_EQ(converter.run("F|").value_or("?"), "F|");
}

TEST(Charset, TakesTextsOfAnyLength) {
  const std::string text(100'000, '\xFC');
  EXPECT_EQ(utf8_from("iso-8859-1", text).value_or("").size(), 200'000U);
}

}  // namespace
}  // namespace mass
