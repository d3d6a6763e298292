#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "schemes/postmarks/canonical.hpp"
#include "schemes/postmarks/content.hpp"
#include "schemes/postmarks/key_record.hpp"
#include "schemes/postmarks/stamp.hpp"
#include "tests/unit/schemes/postmarks_bench.hpp"

namespace mass {
namespace {

using postmarks::canonical_body;
using postmarks::canonical_field;
using postmarks::canonical_sender;
using postmarks::Content;
using postmarks::parse_stamp;
using postmarks::read_chain;
using test::replaced;

std::string body_of(std::string_view body) {
  StringSink sink;
  canonical_body(body, sink);
  return sink.text();
}

std::string field_of(std::string_view raw) {
  const auto field = parse_field(Octets(std::string(raw)));
  EXPECT_NE(field, nullptr);
  return field == nullptr ? std::string() : canonical_field(*field);
}

TEST(PostmarkField, HasLowerCaseNameAndSingleSpaces) {
  EXPECT_EQ(field_of("SubJect : \t a\t b\r\n  c \r\n"), "subject:a b c");
  EXPECT_EQ(field_of("X:\r\n\ta\r\n \r\n"), "x:a");
  EXPECT_EQ(field_of("X:\r\n"), "x:");
  EXPECT_EQ(field_of("X: a"), "x:a") << "a field without its CRLF";
  EXPECT_EQ(field_of("X: a\rb\nc\r\n"), "x:a\rb\nc") << "bare line ends are no fold";
}

TEST(PostmarkBody, LosesBlanksAtLineEndsAndEmptyLinesAtTheEnd) {
  EXPECT_EQ(body_of(""), "");
  EXPECT_EQ(body_of("\r\n \t\r\n\r\n"), "") << "nothing but empty lines is an empty body";
  EXPECT_EQ(body_of("a \t\r\n\r\n \r\nb\r\n \r\n"), "a\r\n\r\n\r\nb\r\n");
  EXPECT_EQ(body_of("  a  b"), "  a  b\r\n") << "other blanks stay, the last line gets its end";
  EXPECT_EQ(body_of("a\nb\r\n"), "a\nb\r\n") << "a bare LF ends no line";
  EXPECT_EQ(body_of("a \r"), "a \r\r\n");
}

TEST(PostmarkSender, HasItsDomainInLowerCase) {
  EXPECT_EQ(canonical_sender("Joe.X@Example.COM"), "Joe.X@example.com");
  EXPECT_EQ(canonical_sender("\"A@B\"@C.D"), "\"A@B\"@c.d");
  EXPECT_EQ(canonical_sender(""), "");
  EXPECT_EQ(canonical_sender("Postmaster"), "Postmaster");
}

class PostmarkContent : public test::PostmarksBench {
 protected:
  std::string hashed(std::string_view header, std::vector<std::string> names) {
    const Message message = Message::parse(std::string(header) + "\r\n");
    Trace trace;
    const Context context = bench.context(&trace);
    (void)Content(message, context).header_digest(names, HashAlgorithm::sha1, 1);
    return trace.joined("header-digest", 1);
  }
};

TEST_F(PostmarkContent, TakesTheLowestFieldNotYetTaken) {
  const std::string_view header = "A: 1\r\nB: 2\r\na: 3\r\nA: 4\r\n";

  EXPECT_EQ(hashed(header, {"a"}), "a:4\r\n");
  EXPECT_EQ(hashed(header, {"a", "b", "a"}), "a:4\r\nb:2\r\na:3\r\n");
  EXPECT_EQ(hashed(header, {"a", "a", "a", "a", "c", ""}), "a:4\r\na:3\r\na:1\r\n");
}

TEST_F(PostmarkContent, IgnoresStamps) {
  EXPECT_EQ(hashed("Postmark: x\r\nA: 1\r\n", {"postmark", "a"}), "a:1\r\n");
}

const std::string kGood =
    "Postmark: v=MB1; i=1; r=origin; d=Example.com; s=pm; h=mx.example.com; a=rsa-sha1; t=10; "
    "x=20; "
    "m=AAAA; hn=from:To; hd=AAAA; bd=AAAA; sg=AAAA BBBB\r\n";

std::string reason_of(const std::string& raw) {
  const auto field = parse_field(Octets(raw));
  EXPECT_NE(field, nullptr) << raw;
  const auto stamp = parse_stamp(*field);
  return stamp ? std::string() : stamp.error().reason;
}

TEST(PostmarkStamp, IsReadWithAllItsParts) {
  const auto stamp = parse_stamp(*parse_field(Octets(kGood)));

  ASSERT_TRUE(stamp.has_value()) << stamp.error().reason;
  EXPECT_EQ(stamp->number, 1U);
  EXPECT_EQ(stamp->domain, "example.com");
  EXPECT_EQ(stamp->names, (std::vector<std::string>{"from", "to"}));
  EXPECT_EQ(stamp->expiry, 20U);
  EXPECT_EQ(stamp->signature.size(), 6U);
  EXPECT_TRUE(stamp->canonical.ends_with("; sg=AAAA BBBB"));
  EXPECT_TRUE(stamp->unsigned_form.ends_with("bd=AAAA; sg="));
}

TEST(PostmarkStamp, TakesAnyOrderAnyBlanksAndUnknownTags) {
  EXPECT_EQ(reason_of(replaced(kGood, "v=MB1; i=1;", "i=1; new=x=y!; V=2; v=MB1;")), "");
  EXPECT_EQ(reason_of(replaced(kGood, "r=origin", "\r\n\tr = ori gin ")), "");
  EXPECT_EQ(reason_of(replaced(kGood, "i=1", "i=\r\n 1")), "");
  EXPECT_EQ(reason_of(replaced(kGood, "BBBB\r\n", "BBBB ;\r\n")), "") << "a last semicolon";
}

TEST(PostmarkStamp, KeepsWhatStandsBehindItsSignature) {
  const auto stamp = parse_stamp(*parse_field(Octets(replaced(kGood, "BBBB\r\n", "BBBB ;\r\n"))));

  ASSERT_TRUE(stamp.has_value());
  EXPECT_TRUE(stamp->unsigned_form.ends_with("; sg=;"));
}

TEST(PostmarkStamp, IsRefusedWhenATagIsMissingEmptyOrTwice) {
  for (const char* tag :
       {"v=MB1; ", "i=1; ", "r=origin; ", "d=Example.com; ", "s=pm; ", "h=mx.example.com; ",
        "a=rsa-sha1; ", "t=10; ", "x=20; ", "m=AAAA; ", "hn=from:To; ", "hd=AAAA; ", "bd=AAAA; "}) {
    const std::string text(tag);
    const std::string name = text.substr(0, text.find('='));
    EXPECT_EQ(reason_of(replaced(kGood, tag, "")), "there is no " + name + "=");
    EXPECT_EQ(reason_of(replaced(kGood, tag, name + "= ; ")), "there is no " + name + "=");
    EXPECT_EQ(reason_of(replaced(kGood, tag, text + text)), "the tag " + name + "= stands twice");
  }
  EXPECT_EQ(reason_of(replaced(kGood, "; sg=AAAA BBBB", "")), "there is no sg=");
  EXPECT_EQ(reason_of(replaced(kGood, "v=", "new=; new=; v=")), "the tag new= stands twice");
}

TEST(PostmarkStamp, IsRefusedWhenAValueIsNotOfItsForm) {
  const auto refused = [](std::string_view old, std::string_view by) {
    return !reason_of(replaced(kGood, old, by)).empty();
  };
  EXPECT_TRUE(refused("v=MB1", "v=mb1"));
  EXPECT_TRUE(refused("i=1", "i=-1"));
  EXPECT_TRUE(refused("i=1", "i=99999999999999999999"));
  EXPECT_TRUE(refused("r=origin", "r=Origin"));
  EXPECT_TRUE(refused("a=rsa-sha1", "a=rsa-md5"));
  EXPECT_TRUE(refused("t=10", "t=1e1"));
  EXPECT_TRUE(refused("d=Example.com", "d=example..com"));
  EXPECT_TRUE(refused("s=pm", "s=pm._domainkey.evil.example."));
  EXPECT_TRUE(refused("hn=from:To", "hn=to:xfrom"));
  EXPECT_TRUE(refused("hd=AAAA", "hd=AAA"));
  EXPECT_TRUE(refused("sg=AAAA BBBB", "sg=AAAA-BBBB"));
  EXPECT_TRUE(refused("sg=AAAA BBBB", "sg=AAAA BBBB; z=1"));
  EXPECT_TRUE(refused("i=1;", "i=1;;"));
  EXPECT_TRUE(refused("i=1;", "i;"));
  EXPECT_TRUE(refused("i=1;", "i_=1; i=1;"));
  EXPECT_TRUE(refused("i=1;", "i=1; z=\x01;"));
  EXPECT_TRUE(refused("i=1;", "i=1; z=\xc3\xa9;"));
  EXPECT_TRUE(refused("i=1;", "i=1; z=a\rb;"));
  EXPECT_FALSE(reason_of("Postmark:\r\n").empty());
  EXPECT_FALSE(reason_of("Postmark: ;\r\n").empty());
}

std::string later(int number, std::string_view role) {
  const std::string text = replaced(kGood, "r=origin", "r=" + std::string(role));
  return replaced(text, "i=1", "i=" + std::to_string(number));
}

std::string chain_of(const std::string& header) {
  const auto chain = read_chain(Message::parse(header + "From: a@b.c\r\n\r\n"));
  if (!chain) return chain.error().reason;
  std::string numbers;
  for (const auto& stamp : *chain) numbers += std::to_string(stamp.number);
  return numbers;
}

TEST(PostmarkChain, IsSortedByNumber) {
  EXPECT_EQ(chain_of(""), "");
  EXPECT_EQ(chain_of(kGood), "1");
  EXPECT_EQ(chain_of(later(2, "list") + later(3, "delivery") + kGood), "123");
}

TEST(PostmarkChain, IsBrokenByGapsRepeatsAndWrongRoles) {
  EXPECT_EQ(chain_of(later(2, "list")), "the stamps are numbered 2 and not 1 to 1");
  EXPECT_EQ(chain_of(later(3, "list") + kGood), "the stamps are numbered 1, 3 and not 1 to 2");
  EXPECT_EQ(chain_of(later(1, "list") + kGood), "the stamps are numbered 1, 1 and not 1 to 2");
  EXPECT_EQ(chain_of(later(0, "origin") + kGood), "the stamps are numbered 0, 1 and not 1 to 2");
  EXPECT_EQ(chain_of(later(1, "relay")), "stamp 1 has the role relay");
  EXPECT_EQ(chain_of(later(2, "origin") + kGood), "stamp 2 has the role origin");
  EXPECT_EQ(chain_of("Postmark: x\r\n" + kGood), "stamp 1 from the top: \"x\" is not a tag");
}

TEST(PostmarkChain, IsNotReadBeyondSixteenStamps) {
  std::string header = kGood;
  for (int number = 2; number <= 16; ++number) header += later(number, "relay");

  EXPECT_EQ(chain_of(header), "12345678910111213141516");
  EXPECT_EQ(chain_of(header + later(17, "relay")), "there are more than 16 stamps");
}

}  // namespace
}  // namespace mass
