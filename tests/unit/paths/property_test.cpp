#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/message/mime.hpp"
#include "tests/unit/paths/support.hpp"

/// What holds for every transform and every message, random and real.
namespace mass {
namespace {

struct Use {
  std::string_view transform;
  ValueMap given;
};

const std::vector<Use>& uses() {
  static const std::vector<Use> all{
      {"T01", {}},
      {"T01", {{"final", true}, {"lines", std::int64_t{2}}}},
      {"T02", {}},
      {"T02", {{"position", "top"}, {"if_exists", "keep"}}},
      {"T03", {}},
      {"T03", {{"mode", "after_re"}, {"words", "recode"}}},
      {"T04", {}},
      {"T04", {{"position", "in_place"}, {"original", "cc"}}},
      {"T04", {{"original", "x_original_from"}}},
      {"T05", {}},
      {"T05", {{"existing", "merge"}}},
      {"T05", {{"existing", "keep"}, {"position", "in_place"}}},
      {"T06", {}},
      {"T06", {{"percent", std::int64_t{100}}}},
      {"T07", {}},
      {"T07", {{"col", std::int64_t{30}}, {"ws", "space"}}},
      {"T08", {}},
      {"T09", {}},
      {"T10", {}},
      {"T11", {{"names", std::vector<std::string>{"X-*"}}}},
      {"T12", {}},
      {"T12", {{"quotes", "always"}}},
      {"T13", {{"map", std::vector<std::string>{"b=c.example", "*.d=e"}}}},
      {"T14", {}},
      {"T14", {{"into", "b"}}},
      {"T15", {}},
      {"T16", {}},
      {"T17", {}},
      {"T18", {{"percent", std::int64_t{50}}}},
      {"T19", {}},
      {"T20", {}},
      {"T21", {}},
      {"T30", {}},
      {"T31", {}},
      {"T31", {{"type_field", "in_place"}}},
      {"T32", {}},
      {"T33", {}},
      {"T34", {}},
      {"T34", {{"direction", "8bit->base64"}, {"unlabelled", "label"}}},
      {"T34", {{"direction", "qp->8bit"}}},
      {"T34", {{"direction", "base64->8bit"}}},
      {"T35", {}},
      {"T36", {{"width", std::int64_t{60}}}},
      {"T37", {}},
      {"T38", {{"lines", std::int64_t{3}}}},
      {"T38", {{"mode", "strip"}}},
      {"T39", {}},
      {"T40", {}},
      {"T41", {}},
      {"T42", {}},
      {"T42", {{"direction", "drop"}}},
      {"T43", {}},
      {"T43", {{"bare_cr", "crlf"}}},
      {"T44", {}},
      {"T45", {}},
      {"T45", {{"limit", std::int64_t{10}}}},
      {"T46", {}},
      {"T47", {}},
      {"T48", {}},
      {"T49", {}},
      {"T50", {{"limit", std::int64_t{20}}}},
      {"T60", {}},
      {"T61", {}},
      {"T62", {}},
      {"T63", {}},
      {"T64", {}},
      {"T65", {}},
      {"R05", {}},
      {"B03", {}},
      {"B10", {}},
      {"B12", {}},
      {"M03", {}},
      {"M05", {}},
  };
  return all;
}

std::string without(std::string_view text, std::string_view unwanted) {
  std::string rest;
  for (const char c : text) {
    if (!unwanted.contains(c)) rest += c;
  }
  return rest;
}

std::string decoded(std::string_view text, TransferEncoding encoding) {
  if (encoding == TransferEncoding::base64) return base64_decode_lenient(text);
  if (encoding == TransferEncoding::quoted_printable) return quoted_printable_decode(text);
  return std::string(text);
}

// The content of every leaf without its transfer encoding.
std::vector<std::string> contents(const Message& message) {
  std::vector<std::string> leaves;
  for (const MimePart& part : parse_mime(message).parts) {
    if (!part.is_leaf()) continue;
    leaves.push_back(
        decoded(message.body().view().substr(part.body_begin, part.body_end - part.body_begin),
                part.encoding));
  }
  return leaves;
}

// Transforms of which what is left of the body is for their own tests to say.
bool changes_text(std::string_view transform) {
  static constexpr std::string_view kAll[] = {"T32", "T33", "T35", "T44", "T45", "T46",
                                              "T47", "T48", "B03", "B10", "B12", "M03"};
  return std::ranges::find(kAll, transform) != std::end(kAll);
}

// What a body transform must leave of a body.
bool keeps_body(std::string_view transform, const Message& before, const Message& after) {
  const std::string_view old_body = before.body().view();
  const std::string_view new_body = after.body().view();
  if (transform == "T30") {
    const auto old_text = contents(before).at(0);
    return contents(after).at(0).starts_with(old_text);
  }
  if (transform == "T31") {
    const std::size_t half = parse_mime(before).parts[0].close_delimiter;
    return new_body.contains(old_body) || (new_body.starts_with(old_body.substr(0, half)) &&
                                           new_body.ends_with(old_body.substr(half)));
  }
  if (transform == "T34") return contents(before) == contents(after);
  if (transform == "T37") return without(old_body, " \t") == without(new_body, " \t");
  if (transform == "T43") {
    return without(before.to_string(), "\r\n") == without(after.to_string(), "\r\n");
  }
  if (transform == "T36") return contents(before) == contents(after);
  if (transform == "T38") {
    const auto text = [](std::string_view body) {
      while (body.ends_with("\r\n")) body.remove_suffix(2);
      return body;
    };
    return text(old_body) == text(new_body);
  }
  if (transform == "T39") return without(old_body, " \t") == without(new_body, " \t");
  if (transform == "T40") return without(old_body, " \r\n") == without(new_body, " \r\n");
  if (transform == "T41") return without(old_body, ">") == without(new_body, ">");
  if (transform == "T42") return without(old_body, ".") == without(new_body, ".");
  if (transform == "T49") return new_body.contains(before.to_string());
  if (transform == "T50") return new_body.starts_with(old_body.substr(0, 20));
  if (changes_text(transform)) return true;
  if (transform == "T63") return new_body.contains(before.to_string());
  return old_body == new_body;
}

// The written message reads as the fields and the body that it was put together from.
bool reads_as_written(const Message& message) {
  const Message again = Message::parse(message.to_string());
  return again.body() == message.body() && again.separator() == message.separator() &&
         std::ranges::equal(again.fields(), message.fields(), {}, &Field::raw, &Field::raw);
}

void check(const Use& use, const Transit& before, const std::string& name) {
  const Applied result = apply(use.transform, before, use.given);
  const std::string what = std::string(use.transform) + " on " + name;
  ASSERT_EQ(result.out.size(), 1U) << what;
  const Transit& after = result.out[0];
  const bool is_same =
      after.message.to_string() == before.message.to_string() && after.envelope == before.envelope;
  ASSERT_EQ(result.changed, !is_same) << what;
  ASSERT_EQ(result.changed, !result.log.empty()) << what;
  ASSERT_TRUE(reads_as_written(after.message)) << what << "\n" << after.message.to_string();
  ASSERT_TRUE(keeps_body(use.transform, before.message, after.message))
      << what << "\n"
      << before.message.to_string() << "\n----\n"
      << after.message.to_string();
  ASSERT_EQ(apply(use.transform, before, use.given).out.at(0).message.to_string(),
            after.message.to_string())
      << what;
}

void check_all(const Transit& before, const std::string& name) {
  for (const Use& use : uses()) {
    check(use, before, name);
    if (testing::Test::HasFatalFailure()) return;
  }
}

std::string random_message(RandomSource& random) {
  static constexpr std::string_view kHeaderPieces[] = {
      "From: a@b\r\n",
      "Subject: Re: x\r\n",
      "Subject: =?utf-8?Q?caf=C3=A9?=\r\n y\r\n",
      "Subject:\r\n",
      "From: \"A, \\\"B\" <a@b> (c\r\n d)\r\n",
      "From: =?utf-8?Q?caf=C3=A9?= =?x?B?AA==?= <a@b>, g: c@d;\r\n",
      "Reply-To: r@s,\r\n \"open <t@u>\r\n",
      "Reply-To: \xE9 <r@s>\r\n",
      "Cc: a@b, g: c@d, <@r,@s:e@f>;,\r\n , (x) y@z\r\n",
      "DKIM-Signature: v=1;\r\n\tb=x\r\n",
      "Sender: s@t\r\n",
      "List-Id: <x>\r\n",
      "MIME-Version: 1.0\r\n",
      "X :  y  \r\n \r\n z\r\n",
      "To: \"a  b\"  <c@d>,\r\n\te@f\r\n",
      "Content-Type: text/plain\r\n",
      "Content-Type: text/html\r\n",
      "Content-Type: multipart/mixed; boundary=b\r\n",
      "Content-Type: multipart/alternative; boundary=\"b\"\r\n",
      "Content-Type: multipart/signed; boundary=b\r\n",
      "Content-Type: multipart/mixed\r\n",
      "Content-Transfer-Encoding: 8bit\r\n",
      "Content-Transfer-Encoding: base64\r\n",
      "Content-Transfer-Encoding: quoted-printable\r\n",
      "Authentication-Results: lists.example.org; none\r\n",
      "Received: from x\r\n",
      "Return-Path: <r@s>\r\n",
      "bare\nlf: x\r\n",
      "A: b\rC: d\r\n",
      "no line end",
      "\xE9: x\r\n"};
  static constexpr std::string_view kBodyPieces[] = {
      "text\r\n",
      "caf\xC3\xA9 \r\n",
      "--b\r\n",
      "--b--\r\n",
      "\r\n",
      "Content-Type: text/plain\r\n",
      "Content-Type: multipart/mixed; boundary=c\r\n",
      "--c\r\n",
      "--c--\r\n",
      ".\r\n",
      "From x\r\n",
      "Content-Transfer-Encoding: quoted-printable\r\n",
      "Content-Transfer-Encoding: base64\r\n",
      "caf=E9=\r\n",
      "Y2Fm6Q0K\r\n",
      "=2D-b\r\n",
      "\r",
      "\n",
      " \t",
      "\xE9",
      "no line end",
      "=",
      "--"};
  std::string text;
  for (std::uint64_t n = random.below(7); n > 0; --n) {
    text += kHeaderPieces[random.below(std::size(kHeaderPieces))];
  }
  if (!random.chance(1, 8)) text += "\r\n";
  for (std::uint64_t n = random.below(24); n > 0; --n) {
    text += kBodyPieces[random.below(std::size(kBodyPieces))];
  }
  if (random.chance(1, 10)) text += random.octets(40);
  return text;
}

TEST(AnyTransform, KeepsItsPromisesOnRandomMessages) {
  constexpr std::uint64_t kSeed = 20040804;
  // Under sanitizers each takes ten times as long.
  constexpr int kMessages = MASS_SANITIZED ? 600 : 3000;
  for (int i = 0; i < kMessages; ++i) {
    RandomSource random(kSeed, {"message", std::to_string(i)});
    check_all(transit_of_octets(random_message(random)),
              "random message " + std::to_string(i) + ", seed " + std::to_string(kSeed));
    if (HasFatalFailure()) return;
  }
}

std::string wire_form(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  return text.contains("\r\n") ? text : crlf(text);
}

// At most `limit` files of that ending, spread over the folder.
std::vector<std::filesystem::path> sample(const std::filesystem::path& folder,
                                          std::string_view ending, std::size_t limit) {
  constexpr std::uintmax_t kLargest = 200'000;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(ending) &&
        entry.file_size() <= kLargest) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  std::vector<std::filesystem::path> chosen;
  for (std::size_t i = 0; i < std::min(limit, files.size()); ++i) {
    chosen.push_back(files[i * files.size() / std::min(limit, files.size())]);
  }
  return chosen;
}

TEST(AnyTransform, KeepsItsPromisesOnRealMessages) {
  const std::filesystem::path shared = MASS_SHARED_DIR;
  if (!std::filesystem::exists(shared / "corpus")) GTEST_SKIP() << "no " << shared / "corpus";
  auto files = sample(shared / "corpus", ".eml", MASS_SANITIZED ? 100 : 250);
  const auto more = sample(shared / "groundtruth", ".in.eml", MASS_SANITIZED ? 50 : 100);
  files.insert(files.end(), more.begin(), more.end());

  for (const auto& file : files) {
    check_all(transit_of_octets(wire_form(file)), file.string());
    if (HasFatalFailure()) return;
  }
}

TEST(AnyPath, NeverLosesARealMessage) {
  const std::filesystem::path shared = MASS_SHARED_DIR;
  if (!std::filesystem::exists(shared / "corpus")) GTEST_SKIP() << "no " << shared / "corpus";

  for (const auto& file : sample(shared / "corpus", ".eml", 60)) {
    const Transit start = transit_of_octets(wire_form(file));
    for (const Path& path : built_in_paths()) {
      if (path.id == "E09") continue;  // refuses posts whose envelope sender is not their author
      const Journey journey = travel(path, start, 1, file.filename().string(), crypto());
      ASSERT_EQ(journey.end().delivery, Delivery::in_transit) << path.id << " " << file;
      ASSERT_TRUE(reads_as_written(journey.end().message)) << path.id << " " << file;
    }
  }
}

}  // namespace
}  // namespace mass
