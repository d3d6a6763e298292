#include "core/scheme/authres_reader.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

using Results = std::vector<std::string>;

TEST(AuthResultsReader, SplitsAtSemicolonsOutsideQuotesAndComments) {
  const AuthResults read = read_authentication_results(
      " mx.example.org 1; spf=pass (a; \\) b)\r\n smtp.mailfrom=\"x;\\\"y\";\r\n\tdkim=none ;");

  EXPECT_EQ(read.authserv_id, "mx.example.org");
  EXPECT_EQ(read.results, (Results{"spf=pass (a; \\) b) smtp.mailfrom=\"x;\\\"y\"", "dkim=none"}));
}

TEST(AuthResultsReader, ReadsTheNameInEachOfItsForms) {
  const auto name = [](std::string_view value) {
    return read_authentication_results(value).authserv_id;
  };

  EXPECT_EQ(name("(a (nested) ;) mx.example; none"), "mx.example");
  EXPECT_EQ(name("\"mx \\\"one\\\"\"; none"), "mx \"one\"");
  EXPECT_EQ(name("mx(comment); none"), "mx");
  EXPECT_EQ(name("mx"), "mx");
  EXPECT_EQ(name(""), "");
  EXPECT_EQ(name("(open"), "");
}

TEST(AuthResultsReader, TakesNoneForNoResult) {
  EXPECT_EQ(read_authentication_results("mx; None").results, Results{});
  EXPECT_EQ(read_authentication_results("mx; ; none;").results, Results{});
  EXPECT_EQ(read_authentication_results("mx").results, Results{});
}

TEST(AuthResultsReader, StaysInsideWhenAQuoteOrCommentIsOpen) {
  EXPECT_EQ(read_authentication_results("mx; a=b \"c; d=e").results, Results{"a=b \"c; d=e"});
  EXPECT_EQ(read_authentication_results("mx; a=b (c; d=e").results, Results{"a=b (c; d=e"});
  EXPECT_EQ(read_authentication_results("mx; a=b \"c\\").results, Results{"a=b \"c\\"});
  EXPECT_EQ(skip_comments("(a\\", 0), 3U);
  EXPECT_EQ(skip_comments("  ", 5), 2U) << "from behind the end";
}

}  // namespace
}  // namespace mass
