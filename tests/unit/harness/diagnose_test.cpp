#include "harness/inspect/diagnose.hpp"

#include <gtest/gtest.h>

namespace mass {
namespace {

Trace trace_of(std::initializer_list<std::pair<const char*, const char*>> items) {
  Trace trace;
  for (const auto& [field, octets] : items) {
    trace.begin("hash-input", 1, field);
    trace.write(octets);
  }
  return trace;
}

const Trace kSigned =
    trace_of({{"From", "From:a\r\n"}, {"Subject", "Subject:b\r\n"}, {"", "\r\nbody\r\n"}});

TEST(Diagnose, NamesAFieldThatReadsDifferently) {
  const auto arrived =
      trace_of({{"From", "From:a\r\n"}, {"Subject", "Subject:[x]b\r\n"}, {"", "\r\nbody\r\n"}});

  const Diagnosis why = compare_transcripts(kSigned, arrived);

  EXPECT_EQ(why.cause, Cause::hdr_changed);
  EXPECT_EQ(why.field, "Subject");
  EXPECT_EQ(why.offset, 8U) << "octets into the canonical field where the two part";
}

TEST(Diagnose, NamesAFieldThatIsGoneBeforeOneThatChanged) {
  const auto arrived = trace_of({{"Subject", "Subject:[x]b\r\n"}, {"", "\r\nbody\r\n"}});

  const Diagnosis why = compare_transcripts(kSigned, arrived);

  EXPECT_EQ(why.cause, Cause::hdr_absent);
  EXPECT_EQ(why.field, "From");
}

TEST(Diagnose, NamesAFieldThatWasNotThere) {
  const auto arrived = trace_of({{"From", "From:a\r\n"},
                                 {"X-Virus", "X-Virus:no\r\n"},
                                 {"Subject", "Subject:b\r\n"},
                                 {"", "\r\nbody\r\n"}});

  const Diagnosis why = compare_transcripts(kSigned, arrived);

  EXPECT_EQ(why.cause, Cause::hdr_extra);
  EXPECT_EQ(why.field, "X-Virus");
}

TEST(Diagnose, SeesFieldsInAnotherOrder) {
  const auto arrived =
      trace_of({{"Subject", "Subject:b\r\n"}, {"From", "From:a\r\n"}, {"", "\r\nbody\r\n"}});

  const Diagnosis why = compare_transcripts(kSigned, arrived);

  EXPECT_EQ(why.cause, Cause::hdr_changed);
  EXPECT_EQ(why.field, "Subject");
}

TEST(Diagnose, TellsAChangedBodyFromACutOne) {
  const auto longer =
      trace_of({{"From", "From:a\r\n"}, {"Subject", "Subject:b\r\n"}, {"", "\r\nbody\r\n-- \r\n"}});
  const auto cut = trace_of({{"From", "From:a\r\n"}, {"Subject", "Subject:b\r\n"}, {"", "\r\nbo"}});

  const Diagnosis changed = compare_transcripts(kSigned, longer);
  const Diagnosis shortened = compare_transcripts(kSigned, cut);

  EXPECT_EQ(changed.cause, Cause::body_changed);
  EXPECT_EQ(changed.offset, 8U);
  EXPECT_EQ(shortened.cause, Cause::body_short);
  EXPECT_EQ(shortened.offset, 4U);
}

TEST(Diagnose, ShowsBothSidesAroundTheFirstDifference) {
  const std::string start(100, 'a');
  const auto was = trace_of({{"", (start + "\u00e9 as signed, and more of it" + start).c_str()}});
  const auto is = trace_of({{"", (start + "\u00ea as it came").c_str()}});

  const Diagnosis why = compare_transcripts(was, is);

  EXPECT_EQ(why.offset, 101U) << "the first octet of the letter is the same";
  EXPECT_TRUE(why.before.starts_with("..." + std::string(15, 'a') + "\u00e9 as signed"));
  EXPECT_TRUE(why.before.ends_with("aaa...")) << why.before;
  EXPECT_EQ(why.before.size(), 3U + 64U + 3U);
  EXPECT_EQ(why.after, "..." + std::string(15, 'a') + "\u00ea as it came");
}

TEST(Diagnose, ShowsAFieldThatIsOnOneSideOnly) {
  const auto gone = trace_of({{"Subject", "Subject:b\r\n"}, {"", "\r\nbody\r\n"}});

  const Diagnosis absent = compare_transcripts(kSigned, gone);
  const Diagnosis extra = compare_transcripts(gone, kSigned);

  EXPECT_EQ(absent.before, "From:a\r\n");
  EXPECT_EQ(absent.after, "");
  EXPECT_EQ(extra.before, "");
  EXPECT_EQ(extra.after, "From:a\r\n");
}

TEST(Diagnose, BlamesCryptographyOnlyWhenNothingDiffers) {
  EXPECT_EQ(compare_transcripts(kSigned, kSigned).cause, Cause::crypto_bad);
}

TEST(Diagnose, IsNotSlowOnVeryManyFields) {
  Trace before;
  Trace after;
  for (int i = 0; i < 100'000; ++i) {
    before.begin("hash-input", 1, "X");
    before.write("X:" + std::to_string(i) + "\r\n");
    after.begin("hash-input", 1, "X");
    after.write("X:" + std::to_string(i + 1) + "\r\n");
  }

  const Diagnosis why = compare_transcripts(before, after);

  EXPECT_EQ(why.cause, Cause::hdr_changed);
}

}  // namespace
}  // namespace mass
