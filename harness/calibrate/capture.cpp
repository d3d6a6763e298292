#include "harness/calibrate/capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.hpp"
#include "core/base/text.hpp"
#include "harness/run/submission.hpp"

namespace mass {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view kInput = ".in.eml";
// The client of captures that do not name theirs; a convention of the format.
constexpr std::string_view kClientName = "client.author.example";
constexpr std::string_view kClientAddress = "127.0.0.1";
constexpr std::int64_t kCaptureTime = 1795446000;  // 2026-11-23 15:00 UTC; every date is masked

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::string> text_if(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<std::vector<std::string>> texts_if(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const json& one : *found) {
    if (one.is_string()) texts.push_back(one.get<std::string>());
  }
  return texts;
}

bool declares(std::string_view mail_params, std::string_view what) {
  return ifind(mail_params, what) != std::string::npos;
}

void read_input_envelope(const json& in, Envelope& envelope) {
  if (const auto sender = text_if(in, "mail_from")) envelope.mail_from = *sender;
  if (const auto recipients = texts_if(in, "rcpt_to")) envelope.rcpt_to = *recipients;
  const std::string params = text_of(in, "mail_params");
  envelope.eight_bit_mime = declares(params, "BODY=8BITMIME");
  envelope.smtp_utf8 = declares(params, "SMTPUTF8");
  envelope.helo = text_if(in, "helo").value_or(std::string(kClientName));
  envelope.client_address = text_if(in, "client").value_or(std::string(kClientAddress));
}

Result<CapturedOutput> read_output(const json& entry, const fs::path& folder) {
  CapturedOutput output;
  output.file = (folder / fs::path(text_of(entry, "file")).filename()).string();
  auto octets = read_file(output.file, "capture");
  if (!octets) return std::unexpected(octets.error());
  output.octets = *std::move(octets);
  output.mail_from = text_if(entry, "mail_from");
  output.rcpt_to = texts_if(entry, "rcpt_to");
  // A sendmail program that is called has no parameters to declare anything with.
  if (entry.contains("mail_params") && !entry.contains("argv")) {
    const std::string params = text_of(entry, "mail_params");
    output.eight_bit_mime = declares(params, "BODY=8BITMIME");
    output.smtp_utf8 = declares(params, "SMTPUTF8");
  }
  return output;
}

Result<void> read_facts(const json& facts, const fs::path& folder, CapturedPair& pair) {
  pair.about = text_of(facts, "slug");
  if (const auto in = facts.find("in"); in != facts.end() && in->is_object()) {
    read_input_envelope(*in, pair.in.envelope);
  }
  const std::string result = text_of(facts, "result");
  if (result == "rejected") pair.result = Delivery::rejected;
  if (result == "bounced-or-held") pair.result = Delivery::bounced;
  if (result == "no-output") pair.result = Delivery::discarded;
  const auto out = facts.find("out");
  if (out == facts.end() || !out->is_array()) return {};
  for (const json& entry : *out) {
    if (!entry.is_object() || text_of(entry, "role") == "notification") continue;
    auto output = read_output(entry, folder);
    if (!output) return std::unexpected(output.error());
    pair.out.push_back(*std::move(output));
  }
  return {};
}

// What the files alone tell when there is no JSON beside them.
Result<void> read_plain_output(const fs::path& stem, CapturedPair& pair) {
  const fs::path file = stem.string() + ".out.eml";
  if (!fs::exists(file)) {
    pair.result = Delivery::discarded;
    return {};
  }
  auto octets = read_file(file, "capture");
  if (!octets) return std::unexpected(octets.error());
  CapturedOutput output;
  output.file = file.string();
  output.octets = *std::move(octets);
  pair.out.push_back(std::move(output));
  return {};
}

Result<CapturedPair> read_pair(const fs::path& input, CaptureSet& set) {
  const std::string name = input.filename().string();
  CapturedPair pair;
  pair.id = name.substr(0, name.size() - kInput.size());
  const fs::path stem = input.parent_path() / pair.id;
  auto octets = read_file(input, "capture");
  if (!octets) return std::unexpected(octets.error());
  pair.in = submit(Message::parse(*std::move(octets)), false, from_unix(kCaptureTime));

  const fs::path facts_file = stem.string() + ".json";
  if (!fs::exists(facts_file)) {
    auto read = read_plain_output(stem, pair);
    if (!read) return std::unexpected(read.error());
    return pair;
  }
  auto text = read_file(facts_file, "capture");
  if (!text) return std::unexpected(text.error());
  const json facts = json::parse(*text, nullptr, false, true);
  if (!facts.is_object()) {
    return fail(Errc::malformed, fmt::format("{}: not a JSON object", facts_file.string()));
  }
  if (auto read = read_facts(facts, input.parent_path(), pair); !read) {
    return std::unexpected(read.error());
  }
  if (set.system.empty()) set.system = text_of(facts, "system");
  if (set.config.empty()) set.config = text_of(facts, "config");
  if (pair.result == Delivery::in_transit && pair.out.empty()) pair.result = Delivery::discarded;
  return pair;
}

}  // namespace

std::vector<fs::path> find_captures(const fs::path& root) {
  std::set<fs::path> folders;
  std::error_code error;
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().filename().string().ends_with(kInput)) folders.insert(it->path().parent_path());
  }
  return {folders.begin(), folders.end()};
}

Result<CaptureSet> load_captures(const fs::path& folder) {
  CaptureSet set;
  set.folder = folder;
  std::vector<fs::path> inputs;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().ends_with(kInput)) inputs.push_back(it->path());
  }
  std::ranges::sort(inputs);
  for (const fs::path& input : inputs) {
    auto pair = read_pair(input, set);
    if (pair) {
      set.pairs.push_back(*std::move(pair));
    } else {
      set.problems.push_back(pair.error().what);
    }
  }
  if (set.pairs.empty()) {
    return fail(Errc::missing,
                set.problems.empty()
                    ? fmt::format("{}: no pair of files NAME.in.eml and NAME.out.eml here or below",
                                  folder.string())
                    : set.problems.front());
  }
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  const fs::path named = absolute.has_filename() ? absolute : absolute.parent_path();
  if (set.config.empty()) set.config = named.filename().string();
  if (set.system.empty()) set.system = named.parent_path().filename().string();
  return set;
}

}  // namespace mass
