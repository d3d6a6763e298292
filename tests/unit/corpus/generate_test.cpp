#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"
#include "core/message/mime.hpp"
#include "features.hpp"
#include "reading.hpp"

namespace mass {
namespace {

constexpr std::uint64_t kSeed = 20041123;
constexpr std::size_t kLeast = 400;

std::vector<CorpusMessage> made(std::uint64_t seed, std::size_t count, bool as_is = true) {
  const auto reader = generate_corpus(seed, count, {.as_is = as_is});
  return read_all(*reader);
}

std::string hash_of(const std::vector<CorpusMessage>& messages) {
  IdBuilder hash;
  for (const CorpusMessage& message : messages) hash.add(message.message.to_string());
  return hash.finish();
}

// A change of this number means that everybody's results on the built-in corpus change.
TEST(BuiltInCorpus, HasTheSameOctetsAsEver) {
  EXPECT_EQ(hash_of(made(1, kBuiltInCount)), "a514a2afec51b3fc3e5bd45fb67b46cc");
  EXPECT_EQ(hash_of(made(1, kBuiltInCount, false)), "f2b2b52259430c5c49deb18213e7c859");
}

TEST(BuiltInCorpus, IsTheSameAgainForASeedAndAnotherForAnother) {
  const std::string first = hash_of(made(kSeed, 150));

  EXPECT_EQ(hash_of(made(kSeed, 150)), first);
  EXPECT_NE(hash_of(made(kSeed + 1, 150)), first);
}

TEST(BuiltInCorpus, StartsAsAShorterOneDoes) {
  const auto shorter = made(kSeed, 40);
  const auto longer = made(kSeed, 200);

  for (std::size_t i = 0; i < shorter.size(); ++i) EXPECT_EQ(shorter[i].id, longer[i].id) << i;
  EXPECT_EQ(shorter.at(7).origin, "built-in:7");
}

TEST(BuiltInCorpus, HasAnIdOfItsOwnForEachMessage) {
  std::set<std::string> ids;
  for (const CorpusMessage& message : made(kSeed, 2000)) ids.insert(message.id);

  EXPECT_EQ(ids.size(), 2000U);
}

// All features that the notes of the mail corpora define.
constexpr auto kFeatures = std::to_array<const char*>({"plain-text",
                                                       "html",
                                                       "multipart-alternative",
                                                       "attachment",
                                                       "nested-message",
                                                       "body-8bit",
                                                       "header-8bit",
                                                       "utf8-header",
                                                       "eai-address",
                                                       "quoted-printable",
                                                       "base64",
                                                       "rfc2047",
                                                       "rfc2231",
                                                       "format-flowed",
                                                       "line-over-998",
                                                       "line-over-78-header",
                                                       "odd-folding",
                                                       "missing-from",
                                                       "missing-date",
                                                       "missing-subject",
                                                       "missing-message-id",
                                                       "missing-to",
                                                       "duplicate-header",
                                                       "malformed-header",
                                                       "space-before-colon",
                                                       "bare-lf",
                                                       "crlf",
                                                       "lf",
                                                       "bare-cr",
                                                       "nul",
                                                       "trailing-whitespace",
                                                       "trailing-blank-lines",
                                                       "wsp-run",
                                                       "no-final-newline",
                                                       "dot-line",
                                                       "from-line",
                                                       "quoted-from-line",
                                                       "empty-body",
                                                       "no-body-separator",
                                                       "smime-signed",
                                                       "pgp-mime",
                                                       "pgp-inline",
                                                       "list-post",
                                                       "list-footer",
                                                       "subject-tag",
                                                       "dsn",
                                                       "arf",
                                                       "null-sender",
                                                       "html-bulk",
                                                       "received-1",
                                                       "received-2-4",
                                                       "received-5-9",
                                                       "received-10+",
                                                       "received-0",
                                                       "dkim-signed",
                                                       "dkim-multi",
                                                       "dkim-l-tag",
                                                       "domainkeys-signed",
                                                       "arc-sealed",
                                                       "auth-results",
                                                       "size-over-64k",
                                                       "header-over-16k",
                                                       "resent",
                                                       "iso-2022-jp",
                                                       "shift_jis",
                                                       "euc-jp",
                                                       "koi8",
                                                       "windows-125x",
                                                       "gb",
                                                       "big5",
                                                       "euc-kr",
                                                       "iso-8859-x",
                                                       "utf-8",
                                                       "utf-7",
                                                       "other-charset"});

TEST(BuiltInCorpus, HasEveryFeatureThreeTimesWhateverTheSeed) {
  constexpr std::size_t kRare = 3;
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, kSeed}) {
    std::map<std::string, std::size_t> counts;
    for (const CorpusMessage& message : made(seed, kLeast)) {
      for (const std::string& feature : features_of(message)) ++counts[feature];
    }

    for (const char* feature : kFeatures) {
      EXPECT_GE(counts[feature], kRare) << feature << " with seed " << seed;
    }
    EXPECT_GE(counts["size-over-1m"], 1U) << "seed " << seed;
  }
}

TEST(BuiltInCorpus, HasEveryStratumAfterTheAuthorsView) {
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}, kSeed}) {
    std::map<Stratum, std::size_t> counts;
    for (const CorpusMessage& message : made(seed, kLeast, false)) {
      for (std::size_t i = 0; i < kStratumCount; ++i) {
        if ((message.strata >> i & 1U) != 0) ++counts[static_cast<Stratum>(i)];
      }
    }

    for (std::size_t i = 0; i < kStratumCount; ++i) {
      const auto stratum = static_cast<Stratum>(i);
      EXPECT_GE(counts[stratum], 3U) << name_of(stratum) << " with seed " << seed;
    }
  }
}

TEST(BuiltInCorpus, HasLinesOfExactlyTheLengthsThatBreakThings) {
  std::map<std::size_t, std::size_t> lengths;
  for (const CorpusMessage& message : made(kSeed, kLeast)) {
    const std::string text = message.message.to_string();
    for (const std::string_view line : split(text, '\n')) ++lengths[line.size()];
  }

  // One more for the CR.
  EXPECT_GE(lengths[998 + 1], 3U);
  EXPECT_GE(lengths[999 + 1], 3U);
  EXPECT_GE(lengths[10000 + 1], 3U);
}

TEST(BuiltInCorpus, HasSizesOfRealMail) {
  std::vector<std::size_t> sizes;
  for (const CorpusMessage& message : made(1, kBuiltInCount))
    sizes.push_back(message.message.size());
  std::ranges::sort(sizes);

  EXPECT_GT(sizes[sizes.size() / 2], 3000U);
  EXPECT_LT(sizes[sizes.size() / 2], 6000U);
  EXPECT_GT(sizes[sizes.size() * 98 / 100], 40000U);
  EXPECT_GT(sizes.back(), std::size_t{1} << 20);
  EXPECT_LT(sizes.back(), std::size_t{2} << 20);
}

TEST(BuiltInCorpus, WritesMimeThatHoldsTogether) {
  for (const CorpusMessage& message : made(kSeed, kLeast)) {
    const bool is_odd = message.message.find("Content-Type") == nullptr ||
                        message.message.body().empty() ||
                        message.message.defects().has(Defect::junk_line);
    if (is_odd) continue;
    for (const MimePart& part : parse_mime(message.message).parts) {
      EXPECT_FALSE(part.content_type.malformed) << message.origin;
      if (!part.is_multipart()) continue;
      EXPECT_FALSE(part.children.empty()) << message.origin;
      EXPECT_LT(part.close_delimiter, part.body_end) << message.origin << ": no close delimiter";
    }
  }
}

TEST(BuiltInCorpus, NamesOnlyDomainsKeptForExamples) {
  for (const CorpusMessage& message : made(kSeed, 300)) {
    const std::string text = message.message.to_string();
    for (const char* name : {"From", "To", "Cc", "Sender", "Return-Path", "Message-ID"}) {
      const Field* const field = message.message.find(name);
      if (field == nullptr || !field->value().contains('@')) continue;
      const std::string value = unfolded(*field);
      for (std::size_t at = value.find('@'); at != std::string::npos;
           at = value.find('@', at + 1)) {
        const std::size_t end = std::min(value.find_first_of(">,; \t()\r\n", at), value.size());
        const std::string domain = value.substr(at + 1, end - at - 1);
        EXPECT_TRUE(domain.ends_with(".example") || domain == "example.com" ||
                    domain == "example.net" || domain == "example.org" ||
                    domain.ends_with(".example.com") || domain.ends_with(".example.net") ||
                    domain.ends_with(".example.org"))
            << domain << " in " << message.origin;
      }
    }
  }
}

TEST(BuiltInCorpus, GoesThroughTheAuthorsViewUnlessWantedAsItIs) {
  std::size_t removed = 0;
  for (const CorpusMessage& message : made(kSeed, 200, false)) {
    EXPECT_EQ(message.message.find("Received"), nullptr) << message.origin;
    EXPECT_EQ(message.message.find("DKIM-Signature"), nullptr) << message.origin;
    removed += message.removed.size();
  }

  EXPECT_GT(removed, 1000U);
}

TEST(BuiltInCorpus, MayBeEmpty) {
  EXPECT_FALSE(generate_corpus(kSeed, 0)->next().has_value());
}

}  // namespace
}  // namespace mass
