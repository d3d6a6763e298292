#include <gtest/gtest.h>

#include <sys/stat.h>

#include <string>

#include "reading.hpp"
#include "temp_folder.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

using Texts = std::vector<std::string>;

TEST(Folder, IsWalkedInByteOrder) {
  const TempFolder folder;
  for (const char* name :
       {"b.eml", "B.eml", "a/z.eml", "a.eml", "\xC3\xA9.eml", "10.eml", "9.eml"}) {
    folder.write(name, kMail);
  }

  EXPECT_EQ(read_stored(folder.path()).places(),
            (Texts{"10.eml", "9.eml", "B.eml", "a/z.eml", "a.eml", "b.eml", "\xC3\xA9.eml"}));
}

TEST(Folder, PassesOverFilesThatAreNotMailAndCountsThem) {
  const TempFolder folder;
  for (const char* name : {"index.tsv", "corpus.json", "README.md", "LICENSE", "LICENSE-2.0.txt",
                           "NOTICE.md", ".hidden.eml", "sub/COPYING"}) {
    folder.write(name, kMail);
  }
  folder.write("prose.txt", "Once upon a time\n");
  folder.write("noise.bin", std::string("\0\1\2\xFF", 4));
  folder.write("empty", "");
  folder.write("plain", kMail);

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.places(), Texts{"plain"});
  EXPECT_TRUE(reading.problems.empty());
  EXPECT_EQ(reading.skipped, 11U);
}

TEST(Folder, TakesAnyOctetsForAMessageWhenTheNameSaysSo) {
  const TempFolder folder;
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>(i * i * 7 + i / 13);
  folder.write("a.eml", noise);
  folder.write("b.EML", std::string("\0", 1));
  folder.write("c.eml", std::string(1500000, 'x'));
  folder.write("d.eml", "\x1F\x8B\x08 not packed");

  EXPECT_EQ(
      read_stored(folder.path()).octets(),
      (Texts{noise, std::string("\0", 1), std::string(1500000, 'x'), "\x1F\x8B\x08 not packed"}));
}

TEST(Folder, NamesWhatCannotBeReadAndGoesOn) {
  const TempFolder folder;
  folder.write("a.eml", kMail);
  folder.write("b.eml", "");
  fs::create_symlink("nowhere", folder.path() / "c.eml");
  fs::create_directory(folder.path() / "d.eml");
  folder.write("e.mbox", "");
  folder.write("f.mbox", "no separator\n");
  ASSERT_EQ(::mkfifo((folder.path() / "g.eml").c_str(), 0600), 0);
  folder.write("h.eml", kMail);

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.places(), (Texts{"a.eml", "h.eml"}));
  Texts told;
  for (const CorpusProblem& problem : reading.problems) {
    told.push_back(problem.place + ": " + problem.reason);
  }
  EXPECT_EQ(told, (Texts{"b.eml: empty file", "c.eml: open: No such file or directory",
                         "d.eml: a folder where a message should be", "e.mbox: empty file",
                         "f.mbox: does not start with a From line",
                         "g.eml: neither a file nor a folder"}));
}

TEST(Folder, IsReadOnceWhenLinksLeadInACircle) {
  const TempFolder folder;
  folder.write("a/one.eml", kMail);
  folder.write("b/two.eml", kMail);
  fs::create_directory_symlink("..", folder.path() / "a" / "up");
  fs::create_directory_symlink("../b", folder.path() / "a" / "other");
  fs::create_directory_symlink(".", folder.path() / "self");

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.places(), (Texts{"a/one.eml", "a/other/two.eml"}));
  EXPECT_TRUE(reading.problems.empty());
}

TEST(Maildir, TakesNewAndCurAndLeavesTmp) {
  const TempFolder folder;
  folder.write("cur/1.host:2,S", kMail);
  folder.write("cur/2.host", "no field at all\n");
  folder.write("cur/.dot", kMail);
  folder.write("new/3.host", kMail);
  folder.write("tmp/4.host", kMail);
  folder.write(".Sent/cur/5.host:2,", kMail);
  folder.write(".Sent/new/6.host", kMail);
  folder.write(".hidden/7.eml", kMail);
  folder.write("dovecot-uidlist", "3 V1\n");

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.places(), (Texts{".Sent/cur/5.host:2,", ".Sent/new/6.host", "cur/1.host:2,S",
                                     "cur/2.host", "new/3.host"}));
  EXPECT_EQ(reading.skipped, 2U);
}

TEST(Maildir, TakesOneOfItsFoldersToo) {
  const TempFolder folder;
  folder.write("cur/1", "no field at all\n");
  folder.write("new/2", kMail);

  EXPECT_EQ(read_stored(folder.path() / "cur").places(), Texts{"1"});
}

TEST(SingleMessage, LosesItsFromLineAndItsLastBlankLine) {
  const TempFolder folder;
  const std::string from = "From joe@example.com  Fri Aug  6 21:01:54 2004\r\n";
  folder.write("a.eml", from + "Subject: a\r\n\r\nb\r\n\r\n\r\n");
  folder.write("b.eml", "Subject: a\n\nb\n\n\n");
  folder.write("c.eml", "From joe@example.com\nSubject: a\n\nb");
  folder.write("d.eml", "From : joe@example.com\n\nb\n\n");
  folder.write("e.eml", "\xEF\xBB\xBFSubject: a\n\nb\n");

  const Reading reading = read_stored(folder.path());

  EXPECT_EQ(reading.octets(),
            (Texts{"Subject: a\r\n\r\nb\r\n\r\n", "Subject: a\n\nb\n\n\n", "Subject: a\n\nb",
                   "From : joe@example.com\n\nb\n\n", "Subject: a\n\nb\n"}));
  EXPECT_EQ(reading.messages.at(0).head, from);
  EXPECT_EQ(reading.messages.at(0).tail, "\r\n");
  EXPECT_EQ(reading.messages.at(1).tail, "");
}

TEST(SingleMessage, IsLeftOutWhenItIsTooLargeOrOnlyAFromLine) {
  const TempFolder folder;
  folder.write("a.eml", std::string(1001, 'x'));
  folder.write("b.eml", std::string(1000, 'x'));
  folder.write("c.eml", "From joe@example.com");

  const Reading reading = read_stored(folder.path(), {.message_limit = 1000});

  EXPECT_EQ(reading.places(), Texts{"b.eml"});
  ASSERT_EQ(reading.problems.size(), 2U);
  EXPECT_EQ(reading.problems[0].reason, "larger than 1000 octets: left out");
  EXPECT_EQ(reading.problems[1].reason, "no message in it");
}

TEST(NamedFile, IsTriedWhateverItIsCalled) {
  const TempFolder folder;

  EXPECT_EQ(read_stored(folder.write("index.tsv", "a\tb\n")).octets(), Texts{"a\tb\n"});
  EXPECT_EQ(read_stored(folder.write("README.md", kMail)).places(), Texts{"README.md"});
  EXPECT_EQ(read_stored(folder.write("nothing", "")).problems.at(0).reason, "empty file");
}

TEST(OpenCorpus, SaysWhenThereIsNothingOfThatName) {
  const TempFolder folder;

  const auto missing = open_corpus(folder.path() / "no-such", {});
  const auto inside_file = open_corpus(folder.write("file", kMail) / "x", {});

  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::missing);
  EXPECT_NE(missing.error().what.find("no-such"), std::string::npos);
  ASSERT_FALSE(inside_file);
  EXPECT_EQ(inside_file.error().code, Errc::missing);
}

TEST(OpenCorpus, SaysWhenNothingInAFolderIsMail) {
  const TempFolder folder;
  folder.write("notes.md", "# Notes\n");

  const auto corpus = open_corpus(folder.path(), {});

  ASSERT_FALSE(corpus);
  EXPECT_EQ(corpus.error().code, Errc::malformed);
  EXPECT_NE(corpus.error().what.find("other files: 1"), std::string::npos) << corpus.error().what;
}

TEST(OpenCorpus, RefusesADevice) {
  const auto corpus = open_corpus("/dev/null", {});

  ASSERT_FALSE(corpus);
  EXPECT_EQ(corpus.error().code, Errc::io);
}

TEST(OpenCorpus, GivesMessagesInWireFormWithIdsOfTheirOwn) {
  const TempFolder folder;
  folder.write("a.eml", "Received: x\nFrom: a@x.example\n\ntext\n");
  folder.write("b.eml", "Received: x\r\nFrom: a@x.example\r\n\r\ntext\r\n");
  folder.write("c.eml", "From: a@x.example\n\ntext\n");

  auto corpus = open_corpus(folder.path(), {});
  ASSERT_TRUE(corpus);
  const auto messages = read_all(**corpus);

  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].message.to_string(), "From: a@x.example\r\n\r\ntext\r\n");
  EXPECT_EQ(messages[0].removed, Texts{"Received"});
  EXPECT_EQ(messages[0].line_ends, LineEnds::lf);
  EXPECT_EQ(messages[1].line_ends, LineEnds::crlf);
  EXPECT_EQ(messages[1].id, messages[0].id + "-2") << "same octets on the wire";
  EXPECT_NE(messages[2].id, messages[0].id) << "the id is that of the message as received";
}

TEST(OpenCorpus, KeepsEveryFieldWhenAskedForMessagesAsTheyAre) {
  const TempFolder folder;
  folder.write("a.eml", "Received: x\nFrom: a@x.example\n\ntext\n");

  auto corpus = open_corpus(folder.path(), {.as_is = true});
  ASSERT_TRUE(corpus);
  const auto messages = read_all(**corpus);

  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].message.to_string(), "Received: x\r\nFrom: a@x.example\r\n\r\ntext\r\n");
  EXPECT_TRUE(messages[0].removed.empty());
}

struct NullSenderCase {
  const char* stored;
  bool is_null;
};

TEST(OpenCorpus, NoticesTheNullSender) {
  for (const NullSenderCase& c : {
           NullSenderCase{"Return-Path: <>\nFrom: a\n\n", true},
           NullSenderCase{"Received: x\nReturn-Path:\n < >\nFrom: a\n\n", true},
           NullSenderCase{"Return-Path: <a@x.example>\nFrom: a\n\n", false},
           NullSenderCase{"From: a\n\nReturn-Path: <>\n", false},
           NullSenderCase{"From MAILER-DAEMON Fri Aug  6 21:01:54 2004\nSubject: a\n\n\n", true},
           NullSenderCase{
               "From mailer-daemon@x.example  Fri Aug  6 21:01:54 2004\nSubject: a\n\n\n", true},
           NullSenderCase{"From <> Fri Aug  6 21:01:54 2004\nSubject: a\n\n\n", true},
           NullSenderCase{"From a@x.example Fri Aug  6 21:01:54 2004\nSubject: a\n\n\n", false},
       }) {
    const TempFolder folder;
    folder.write("a.eml", c.stored);

    auto corpus = open_corpus(folder.path(), {});
    ASSERT_TRUE(corpus);
    const auto messages = read_all(**corpus);

    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].null_sender, c.is_null) << c.stored;
  }
}

TEST(OpenCorpus, CountsPassedOverFilesWhileItReads) {
  const TempFolder folder;
  folder.write("a.md", "x");
  folder.write("b.eml", kMail);
  folder.write("c.md", "x");

  auto corpus = open_corpus(folder.path(), {});
  ASSERT_TRUE(corpus);
  (void)read_all(**corpus);

  EXPECT_EQ((*corpus)->skipped_files(), 2U);
}

}  // namespace
}  // namespace mass
