#include "harness/differential/explanations.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "core/base/glob.hpp"
#include "core/base/text.hpp"
#include "harness/json/document.hpp"
#include "harness/paths/condition.hpp"

namespace mass::differential {
namespace {

bool is_listed(const std::vector<std::string>& globs, std::string_view name) {
  return globs.empty() || std::ranges::any_of(globs, [name](const std::string& glob) {
           return matches_glob(glob, name);
         });
}

bool is_found(const std::optional<Pattern>& pattern, std::string_view text) {
  return !pattern || pattern->find(text).has_value();
}

std::string header_of(const Message& message) {
  std::string header = message.to_string();
  header.resize(header.size() - std::min(header.size(), message.body().size()));
  return header;
}

std::string envelope_of(const Envelope& envelope) {
  std::string text = "MAIL FROM:<" + envelope.mail_from + ">\n";
  for (const std::string& recipient : envelope.rcpt_to) text += "RCPT TO:<" + recipient + ">\n";
  return text;
}

std::optional<Pattern> read_pattern(JsonObject& object, std::string_view key) {
  const std::string text = object.text_or(key, "");
  if (text.empty()) return std::nullopt;
  auto pattern = Pattern::compile(text, {});
  if (pattern) return *std::move(pattern);
  object.complain(key, pattern.error().what);
  return std::nullopt;
}

Explanation read_explanation(JsonObject& object) {
  Explanation one;
  one.id = object.text("id");
  one.finding = object.text("finding");
  one.text = object.text("text");
  one.signers = object.texts_or("signers");
  one.verifiers = object.texts_or("verifiers");
  one.expected = object.texts_or("expected");
  one.got = object.texts_or("got");
  one.when = object.text_or("when", "");
  if (const auto unknown = unknown_condition(one.when); !one.when.empty() && !unknown.empty()) {
    object.complain("when", "no condition is called \"" + printable(unknown) + "\"" +
                                did_you_mean(unknown, condition_names()));
  }
  one.reason = read_pattern(object, "reason");
  one.header = read_pattern(object, "header");
  one.body = read_pattern(object, "body");
  one.envelope = read_pattern(object, "envelope");
  return one;
}

}  // namespace

bool Explanation::explains(const Disagreement& one, const Transit& arrived) const {
  // What is cheap to look at comes first: a body is copied for its pattern.
  return is_listed(signers, one.signer) && is_listed(verifiers, one.verifier) &&
         is_listed(expected, one.expected) && is_listed(got, one.got) &&
         is_found(reason, one.state + ": " + one.reason) &&
         (when.empty() || holds(when, arrived)) &&
         (!envelope || is_found(envelope, envelope_of(arrived.envelope))) &&
         (!header || is_found(header, header_of(arrived.message))) &&
         (!body || is_found(body, arrived.message.body().view()));
}

Result<std::vector<Explanation>> parse_explanations(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  std::vector<Explanation> all;
  std::set<std::string> ids;
  {
    JsonObject root = document->root();
    if (root.text("schema") != "mass-explanations-1") {
      root.complain("schema", "expected \"mass-explanations-1\"");
    }
    for (JsonObject& object : root.objects("explanations")) {
      all.push_back(read_explanation(object));
      if (!ids.insert(all.back().id).second) object.complain("id", "there are two of this id");
    }
  }
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return all;
}

Result<std::vector<Explanation>> load_explanations(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::missing, "read explanations " + file.string());
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  return parse_explanations(text, file.string());
}

}  // namespace mass::differential
