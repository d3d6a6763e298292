#include "core/message/codec.hpp"
#include "tests/unit/paths/support.hpp"

namespace mass {
namespace {

std::string tagged(std::string_view subject, const ValueMap& given = {}) {
  const std::string text =
      changed_text("T03", "From: a@b\n" + std::string(subject) + "To: c@d\n\nbody\n", given);
  const std::size_t begin = text.find('\n') + 1;
  return text.substr(begin, text.find("To: c@d") - begin);
}

const ValueMap kAfterRe{{"mode", "after_re"}};
const ValueMap kRecode{{"words", "recode"}};
const ValueMap kRecodeAfterRe{{"mode", "after_re"}, {"words", "recode"}};

TEST(SubjectTag, StandsInFrontOfEverything) {
  EXPECT_EQ(tagged("Subject: Hello\n"), "Subject: [demo] Hello\n");
  EXPECT_EQ(tagged("SUBJECT : Hello\n"), "SUBJECT : [demo] Hello\n");
  EXPECT_EQ(tagged("Subject:Hello\n"), "Subject:[demo] Hello\n");
  EXPECT_EQ(tagged("Subject: Re: Hello\n"), "Subject: [demo] Re: Hello\n");
  EXPECT_EQ(tagged("Subject:   Hello   \n"), "Subject:   [demo] Hello   \n");
}

TEST(SubjectTag, StandsBehindARunOfReplyMarks) {
  EXPECT_EQ(tagged("Subject: Re: Hello\n", kAfterRe), "Subject: Re: [demo] Hello\n");
  EXPECT_EQ(tagged("Subject: RE: re: Re[2]: Re(3): Hello\n", kAfterRe),
            "Subject: RE: re: Re[2]: Re(3): [demo] Hello\n");
  EXPECT_EQ(tagged("Subject: Re:Hello\n", kAfterRe), "Subject: Re: [demo] Hello\n");
  EXPECT_EQ(tagged("Subject: Re:\n", kAfterRe), "Subject: Re: [demo]\n");
  EXPECT_EQ(tagged("Subject: Re: \n Hello\n", kAfterRe), "Subject: Re: \n [demo] Hello\n");
}

TEST(SubjectTag, TakesNoOtherWordForAReplyMark) {
  EXPECT_EQ(tagged("Subject: Report: x\n", kAfterRe), "Subject: [demo] Report: x\n");
  EXPECT_EQ(tagged("Subject: Re[x]: y\n", kAfterRe), "Subject: [demo] Re[x]: y\n");
  EXPECT_EQ(tagged("Subject: Re\n", kAfterRe), "Subject: [demo] Re\n");
  EXPECT_EQ(tagged("Subject: Re[2\n", kAfterRe), "Subject: [demo] Re[2\n");
}

TEST(SubjectTag, KeepsTheFoldsOfASubject) {
  EXPECT_EQ(tagged("Subject: a long\n\tsubject\n"), "Subject: [demo] a long\n\tsubject\n");
  EXPECT_EQ(tagged("Subject:\n folded at once\n"), "Subject:\n [demo] folded at once\n");
}

TEST(SubjectTag, FillsAnEmptySubject) {
  EXPECT_EQ(tagged("Subject:\n"), "Subject: [demo]\n");
  EXPECT_EQ(tagged("Subject:   \n \n"), "Subject: [demo]\n");
}

TEST(SubjectTag, IsNotPutTwice) {
  expect_untouched("T03", "Subject: Re: [DEMO] Hello\n\n");
  expect_untouched("T03", "Subject: =?utf-8?Q?=5Bdemo=5D_caf=C3=A9?=\n\n");
  expect_untouched("T03", "Subject: [my\n list] x\n\n", {{"tag", "[my list]"}});
}

TEST(SubjectTag, AddsASubjectWhenThereIsNone) {
  EXPECT_EQ(changed_text("T03", "From: a@b\n\nbody\n"), "From: a@b\nSubject: [demo]\n\nbody\n");
  expect_untouched("T03", "From: a@b\n\nbody\n", {{"add_missing", false}});
}

TEST(SubjectTag, DoesNothingWithoutATag) {
  expect_untouched("T03", "Subject: x\n\n", {{"tag", " "}});
}

TEST(SubjectTag, StandsBareBeforeAnEncodedWord) {
  EXPECT_EQ(tagged("Subject: =?utf-8?Q?caf=C3=A9?= x\n"),
            "Subject: [demo] =?utf-8?Q?caf=C3=A9?= x\n");
}

TEST(SubjectTag, GoesIntoTheFirstEncodedWordWhenRecoding) {
  EXPECT_EQ(tagged("Subject: =?utf-8?Q?caf=C3=A9?= x\n", kRecode),
            "Subject: =?utf-8?Q?=5Bdemo=5D_caf=C3=A9?= x\n");
  EXPECT_EQ(decode_words(tagged("Subject: =?iso-8859-1?b?6fo=?=\n", kRecode)),
            "Subject: [demo] \xE9\xFA\n");
}

TEST(SubjectTag, FindsReplyMarksInsideAnEncodedWord) {
  EXPECT_EQ(decode_words(tagged("Subject: =?utf-8?Q?Re:_caf=C3=A9?=\n", kRecodeAfterRe)),
            "Subject: Re: [demo] caf\xC3\xA9\n");
}

TEST(SubjectTag, StaysOutsideWordsItCannotRecode) {
  for (const std::string word : {"=?utf-16?B?AGE=?=", "=?x-unknown?Q?a?=", "=?utf-8?X?a?=",
                                 "=?utf-8?Q?broken", "=?=?=", "=?utf-8?Q?=ZZ?="}) {
    EXPECT_EQ(tagged("Subject: " + word + "\n", kRecode), "Subject: [demo] " + word + "\n");
  }
}

TEST(SubjectTag, KeepsOctetsBeyondAscii) {
  EXPECT_EQ(tagged("Subject: Gr\xFC\xDF"
                   "e\n",
                   kRecode),
            "Subject: [demo] Gr\xFC\xDF"
            "e\n");
}

TEST(SubjectTag, LooksAtTheFirstSubjectOnly) {
  EXPECT_EQ(tagged("Subject: one\nSubject: two\n"), "Subject: [demo] one\nSubject: two\n");
}

}  // namespace
}  // namespace mass
