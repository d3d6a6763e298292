#include "results/labels.hpp"

#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "results/store.hpp"
#include "sample.hpp"

namespace mass {
namespace {

TEST(Label, IsTheTextWhenThatIsShortAndPlain) {
  EXPECT_EQ(label("Subject"), "Subject");
  EXPECT_EQ(label(""), "");
}

TEST(Label, IsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "é";

  const std::string cut = label(text);

  EXPECT_LE(cut.size(), kLabelOctets);
  EXPECT_TRUE(cut.ends_with("é..."));
  EXPECT_EQ(printable(cut), cut) << "still valid UTF-8";
}

TEST(Label, OfALabelIsTheSame) {
  for (const std::string_view hostile : sample::kHostile) {
    for (const std::size_t times : {1U, 7U, 300U}) {
      std::string text;
      for (std::size_t i = 0; i < times; ++i) text += hostile;

      const std::string once = label(text);

      EXPECT_EQ(label(once), once);
    }
  }
}

TEST(Label, IsTheSameForWhatAStoreKept) {
  for (const std::string_view hostile : sample::kHostile) {
    for (const std::size_t times : {1U, 7U, 300U, 5000U}) {
      std::string text;
      for (std::size_t i = 0; i < times; ++i) text += hostile;

      const std::string stored = printable(text, kStoredTextOctets);

      EXPECT_EQ(label(stored), label(text));
    }
  }
}

TEST(CauseKey, NamesTheFieldWhenThereIsOne) {
  EXPECT_EQ(cause_key({.cause = Cause::body_changed, .field = {}, .step_name = {}, .source = {}}),
            "body_changed");
  EXPECT_EQ(cause_key({.cause = Cause::hdr_extra, .field = "To", .step_name = {}, .source = {}}),
            "hdr_extra(To)");
}

TEST(StepKey, IsTheLabelElseTheNumberElseNothing) {
  Diagnosis diagnosis;
  EXPECT_EQ(step_key(diagnosis), "");

  diagnosis.step = 2;
  EXPECT_EQ(step_key(diagnosis), "step 3");

  diagnosis.step_name = "T30 footer";
  EXPECT_EQ(step_key(diagnosis), "T30 footer");
}

}  // namespace
}  // namespace mass
