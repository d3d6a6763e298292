#include "core/message/strata.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "core/base/text.hpp"
#include "tests/unit/core/samples.hpp"

namespace mass {
namespace {

using namespace std::string_literals;

/// The names of the strata of a message, in order.
std::string names(const std::string& text) {
  const Strata strata = strata_of(Message::parse(text));
  std::string out;
  for (std::size_t i = 0; i < kStratumCount; ++i) {
    if ((strata >> i & 1U) == 0) continue;
    out += (out.empty() ? "" : " ") + std::string(name_of(static_cast<Stratum>(i)));
  }
  return out;
}

const std::string kMime = "MIME-Version: 1.0\r\nContent-Type: ";

std::string part(const std::string& header, const std::string& boundary = "b") {
  return "--" + boundary + "\r\n" + header + "\r\n\r\ntext\r\n";
}

TEST(Strata, TellPlainMailByItsOctets) {
  EXPECT_EQ(names("From: a@x\r\n\r\nHi.\r\n"), "plain7 nomime");
  EXPECT_EQ(names("From: a@x\r\n\r\nH\xEF.\r\n"), "plain8 nomime");
  EXPECT_EQ(names(kMime + "text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHi.\r\n"),
            "plain7");
  EXPECT_EQ(names(kMime + "text/plain; charset=utf-8\r\n\r\nH\xC3\xAF.\r\n"), "plain8");
  EXPECT_EQ(names("MIME-Version: 1.0\r\n\r\nHi.\r\n"), "plain7");
}

TEST(Strata, TellEncodedTextAnywhere) {
  const std::string qp = "Content-Transfer-Encoding: quoted-printable\r\n";
  const std::string base64 = "Content-Transfer-Encoding: base64\r\n";

  EXPECT_EQ(names(kMime + "text/plain\r\n" + qp + "\r\nHi.\r\n"), "qp");
  EXPECT_EQ(names(kMime + "text/plain\r\n" + base64 + "\r\nSGk=\r\n"), "b64text");
  EXPECT_EQ(names(kMime + "image/png\r\n" + base64 + "\r\nSGk=\r\n"), "");
  EXPECT_EQ(names(kMime + "multipart/mixed; boundary=b\r\n\r\n" + part(qp + "A: b") +
                  part(base64 + "A: b") + "--b--\r\n"),
            "qp b64text");
}

TEST(Strata, TellMultiparts) {
  const std::string end = "--b--\r\n";
  const std::string plain = part("Content-Type: text/plain");
  const std::string html = part("Content-Type: text/html");

  EXPECT_EQ(names(kMime + "multipart/alternative; boundary=b\r\n\r\n" + plain + html + end), "alt");
  EXPECT_EQ(names(kMime + "multipart/mixed; boundary=b\r\n\r\n" + plain +
                  part("Content-Type: image/png") + end),
            "mixed");
  EXPECT_EQ(names(kMime + "multipart/mixed; boundary=b\r\n\r\n" + plain +
                  part("Content-Type: text/x-diff\r\nContent-Disposition: attachment") + end),
            "mixed");
  EXPECT_EQ(names(kMime + "multipart/mixed; boundary=b\r\n\r\n" + plain + plain + end), "")
      << "a list footer is no attachment";
  EXPECT_EQ(names(kMime + "multipart/signed; boundary=b\r\n\r\n" + plain +
                  part("Content-Type: application/pgp-signature") + end),
            "signed");
}

TEST(Strata, TellMailThatIsHtmlOnly) {
  const std::string mixed = kMime + "multipart/mixed; boundary=b\r\n\r\n";

  EXPECT_EQ(names(kMime + "text/html\r\n\r\n<p>\r\n"), "html");
  EXPECT_EQ(names(mixed + part("Content-Type: text/html") + "--b--\r\n"), "html");
  EXPECT_EQ(names(mixed + part("Content-Type: text/html") +
                  part("Content-Type: text/csv\r\nContent-Disposition: attachment") + "--b--\r\n"),
            "mixed html");
}

TEST(Strata, TellLinesAndRepeatedFields) {
  EXPECT_EQ(names("From: a@x\r\n\r\n" + std::string(999, 'x') + "\r\n"), "plain7 long nomime");
  EXPECT_EQ(names("From: a@x\r\n\r\n" + std::string(998, 'x') + "\r\n"), "plain7 nomime");
  EXPECT_EQ(names("From: a@x\r\n\r\na \r\nb\r\n"), "plain7 trailws nomime");
  EXPECT_EQ(names("From: a@x\r\n\r\nb\t"), "plain7 trailws nomime");
  EXPECT_EQ(names("From: a@x \r\n\r\nb\r\n"), "plain7 nomime");
  EXPECT_EQ(names("To: a@x\r\nTO: b@x\r\n\r\n"), "plain7 dupfield nomime");
  EXPECT_EQ(names("Content-Id: 1\r\ncontent-id: 2\r\n\r\n"), "plain7 dupfield nomime");
  EXPECT_EQ(names("Received: a\r\nReceived: b\r\nX: 1\r\nX: 2\r\n\r\n"), "plain7 nomime");
}

TEST(Strata, HaveNames) {
  EXPECT_EQ(name_of(Stratum::signed_), "signed");
  EXPECT_EQ(name_of(Stratum::long_), "long");
  for (std::size_t i = 0; i < kStratumCount; ++i) {
    EXPECT_FALSE(name_of(static_cast<Stratum>(i)).empty()) << i;
  }
}

/// A message of a corpus of single files and the features its index lists.
struct Indexed {
  std::filesystem::path file;
  std::string features;  // `,a,b,`

  [[nodiscard]] bool has(std::string_view feature) const {
    return features.find("," + std::string(feature) + ",") != std::string::npos;
  }
};

std::vector<Indexed> indexed_messages() {
  std::vector<Indexed> messages;
  for (const auto& index : test::shared_files("corpus")) {
    if (index.filename() != "index.tsv") continue;
    std::istringstream lines(test::read_file(index));
    for (std::string line; std::getline(lines, line);) {
      const auto columns = split(line, '\t');
      if (columns.size() < 9 || !columns[1].ends_with(".eml")) continue;
      messages.push_back({index.parent_path() / columns[1], "," + std::string(columns[8]) + ","});
    }
  }
  return messages;
}

// The index was made by other means: what it says about octets must be what is seen here.
TEST(Strata, AgreeWithTheFeaturesOfTheCorpora) {
  const auto messages = indexed_messages();
  if (messages.empty()) GTEST_SKIP() << "no shared corpora";

  for (const Indexed& indexed : messages) {
    std::string stored = test::read_file(indexed.file);
    if (stored.starts_with("From ")) stored.erase(0, stored.find('\n') + 1);
    const auto message = Message::parse(test::to_wire(stored));
    const Defects defects = message.scan_defects();
    const Strata strata = strata_of(message);
    const auto is_in = [&](Stratum stratum) {
      return (strata >> static_cast<unsigned>(stratum) & 1U) != 0;
    };

    EXPECT_EQ(defects.has(Defect::nul), indexed.has("nul")) << indexed.file;
    EXPECT_EQ(defects.has(Defect::bare_cr), indexed.has("bare-cr")) << indexed.file;
    EXPECT_EQ(is_in(Stratum::long_), indexed.has("line-over-998")) << indexed.file;
    EXPECT_EQ(is_in(Stratum::dupfield), indexed.has("duplicate-header")) << indexed.file;
    EXPECT_EQ(is_in(Stratum::trailws), indexed.has("trailing-whitespace")) << indexed.file;
  }
}

}  // namespace
}  // namespace mass
