#include "harness/check/conformance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "core/base/text.hpp"
#include "core/taglist/taglist.hpp"
#include "corpus/corpus.hpp"

namespace mass {
namespace {

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::missing, "read " + file.string() + ": no such file");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

// The answer to one case: a verdict, and why it is wrong if the output beside it is.
struct Answer {
  Verdict verdict;
  std::string wrong;
};

// Members of `params` that speak to the runner and not to the scheme.
constexpr std::array kRunnerParams{"what", "signature", "key", "secret", "address"};

class CaseRunner {
 public:
  CaseRunner(const VectorSet& set, const Registry& registry, const Crypto& crypto)
      : set_(set), registry_(registry), crypto_(crypto) {}

  Result<Answer> run(const VectorCase& one) {
    auto scheme = make_scheme(one);
    if (!scheme) return std::unexpected(scheme.error());
    auto transit = make_transit(one);
    if (!transit) return std::unexpected(transit.error());
    auto keys = make_keys(one);
    if (!keys) return std::unexpected(keys.error());
    auto zone = open_zone(one);
    if (!zone) return std::unexpected(zone.error());
    CostMeter cost;
    RandomSource random(0, {"conformance", one.id});
    Trace trace;
    const Context context{crypto_,
                          *keys,
                          **zone,
                          public_keys_,
                          cost,
                          random,
                          one.now,
                          {RoleKind::receiver, {}, {}},
                          one.kind == "canon" ? &trace : nullptr};
    if (one.kind == "verify" || one.kind == "check") {
      return Answer{(*scheme)->verify(*transit, context), {}};
    }
    if (one.kind == "canon") {
      (void)(*scheme)->verify(*transit, context);
      return check_octets(one, trace);
    }
    auto made = (*scheme)->originate(*std::move(transit), context);
    if (!made) return std::unexpected(made.error());
    return check_output(one, *made);
  }

 private:
  // A setting the scheme does not know makes the case unsupported, unless it only restates what
  // stands in the message (canon cases name the canonicalization).
  Result<std::unique_ptr<Scheme>> make_scheme(const VectorCase& one) {
    ValueMap given = one.params;
    for (const char* name : kRunnerParams) given.erase(name);
    return registry_.make(set_.scheme, {}, given);
  }

  Result<Transit> make_transit(const VectorCase& one) {
    Transit transit;
    transit.envelope.time = one.now;
    if (one.kind == "tag") transit.envelope.mail_from = text_param(one, "address");
    if (one.kind == "check") transit.envelope.rcpt_to = {text_param(one, "address")};
    if (one.mail_from) {
      transit.envelope.mail_from = *one.mail_from;
      transit.envelope.rcpt_to = one.rcpt_to;
    }
    if (one.file.empty()) return transit;
    auto octets = read_file(set_.folder / one.file);
    if (!octets) return std::unexpected(octets.error());
    const bool stored = std::ranges::find(one.flags, "lf-only") != one.flags.end();
    LineEnds found{};
    transit.message =
        Message::parse(stored ? to_wire(*std::move(octets), found) : *std::move(octets));
    return transit;
  }

  Result<GivenKeys> make_keys(const VectorCase& one) {
    GivenKeys keys;
    if (one.params.contains("secret")) keys.shared_secret = text_param(one, "secret");
    if (!one.params.contains("key")) return keys;
    auto pem = read_file(set_.folder / text_param(one, "key"));
    if (!pem) return std::unexpected(pem.error());
    auto key = RsaPrivateKey::from_pem(*pem);
    if (!key) return std::unexpected(key.error());
    keys.rsa_key = *std::move(key);
    return keys;
  }

  Result<std::shared_ptr<const ZoneDirectory>> open_zone(const VectorCase& one) {
    auto& zone = zones_[one.dns];
    if (zone) return zone;
    if (one.dns.empty()) return zone = std::make_shared<const ZoneDirectory>();
    auto loaded = load_zone(set_.folder / one.dns);
    if (!loaded) return std::unexpected(loaded.error());
    return zone = *std::move(loaded);
  }

  static std::string text_param(const VectorCase& one, const char* name) {
    const auto found = one.params.find(name);
    if (found == one.params.end()) return {};
    const auto* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
  }

  static Answer wrong(std::string why) {
    Answer answer;
    answer.verdict.outcome = Outcome::pass;
    answer.wrong = std::move(why);
    return answer;
  }

  Answer check_octets(const VectorCase& one, const Trace& trace) const {
    const std::string what = text_param(one, "what");
    std::int64_t signature = 1;
    if (const auto found = one.params.find("signature"); found != one.params.end()) {
      if (const auto* number = std::get_if<std::int64_t>(&found->second)) signature = *number;
    }
    if (!trace.has(what, static_cast<int>(signature))) {
      return wrong(fmt::format("no {} for signature {}", what, signature));
    }
    const std::string octets = trace.joined(what, static_cast<int>(signature));
    if (one.length && *one.length != octets.size()) {
      return wrong(fmt::format("{} octets instead of {}", octets.size(), *one.length));
    }
    CostMeter unpaid;
    for (const auto& [name, hex] : one.digest) {
      for (const auto algorithm :
           {HashAlgorithm::sha1, HashAlgorithm::sha256, HashAlgorithm::sha512}) {
        if (name_of(algorithm) != name) continue;
        const std::string got = to_hex(crypto_.digest(algorithm, octets, unpaid));
        if (got != hex) return wrong(fmt::format("{} is {} instead of {}", name, got, hex));
      }
    }
    return wrong({});
  }

  static Answer check_output(const VectorCase& one, const Signed& made) {
    Answer answer;
    if (!made.declined.empty()) {
      answer.verdict.outcome = Outcome::na;
      answer.verdict.state = "refused";
      answer.verdict.reason = made.declined;
      return answer;
    }
    answer.verdict.outcome = Outcome::pass;
    if (one.address && made.transit.envelope.mail_from != *one.address) {
      return wrong(
          fmt::format("address {} instead of {}", made.transit.envelope.mail_from, *one.address));
    }
    std::map<std::string, std::size_t> seen;
    for (const ExpectedField& expected : one.fields) {
      std::string why = check_field(expected, made.transit.message, seen[expected.name]++);
      if (!why.empty()) return wrong(std::move(why));
    }
    return answer;
  }

  static std::string check_field(const ExpectedField& expected, const Message& message,
                                 std::size_t skip) {
    for (const Field& field : message.fields()) {
      if (!field.is(expected.name) || skip-- != 0) continue;
      if (expected.compare == "tags") return compare_tags(expected, field);
      const std::string got =
          expected.compare == "text" ? collapse(unfolded(field)) : std::string(trim(field.value()));
      const std::string want =
          expected.compare == "text" ? collapse(expected.value) : std::string(trim(expected.value));
      return got == want ? std::string()
                         : fmt::format("{} is \"{}\"", expected.name, printable(got));
    }
    return "no field " + expected.name;
  }

  static std::string compare_tags(const ExpectedField& expected, const Field& field) {
    const auto list = TagList::parse(field.value(), {.single_letter_names = false});
    if (!list) return expected.name + ": " + list.error().what;
    for (const auto& [name, value] : expected.tags) {
      const std::string* got = list->find(name);
      if (got == nullptr) return fmt::format("{} has no tag {}=", expected.name, name);
      if (without_whitespace(*got) != without_whitespace(value)) {
        return fmt::format("{} {}={} instead of {}", expected.name, name, printable(*got), value);
      }
    }
    return {};
  }

  static std::string collapse(std::string_view text) {
    std::string out;
    for (const char c : trim(text)) {
      const bool space = is_wsp(c) || c == '\r' || c == '\n';
      if (!space) out += c;
      if (space && !out.ends_with(' ')) out += ' ';
    }
    return out;
  }

  const VectorSet& set_;
  const Registry& registry_;
  const Crypto& crypto_;
  PublicKeyCache public_keys_;
  std::map<std::string, std::shared_ptr<const ZoneDirectory>> zones_;
};

// State, identity and detail are compared only when the verdict is the expected one.
std::string soft_differences(const VectorCase& one, const Verdict& verdict) {
  std::vector<std::string> parts;
  if (one.state && verdict.state != *one.state) {
    parts.push_back(fmt::format("state \"{}\" instead of \"{}\"", verdict.state, *one.state));
  }
  if (one.identity && verdict.identity != *one.identity) {
    parts.push_back(
        fmt::format("identity {} instead of {}", printable(verdict.identity), *one.identity));
  }
  for (const auto& [name, value] : one.detail) {
    const auto found = verdict.detail.find(name);
    if (found != verdict.detail.end() && found->second == value) continue;
    parts.push_back(
        fmt::format("{} {} instead of {}", name,
                    found == verdict.detail.end() ? "absent" : printable(to_text(found->second)),
                    to_text(value)));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

void judge(const VectorCase& one, const Answer& answer, ConformanceReport& report) {
  const Outcome got = answer.verdict.outcome;
  if (std::ranges::find(one.accept, got) == one.accept.end() || !answer.wrong.empty()) {
    report.failed.push_back({one.id, std::string(name_of(one.verdict)), std::string(name_of(got)),
                             answer.wrong.empty() ? answer.verdict.reason : answer.wrong});
    return;
  }
  ++report.passed;
  const bool judged = one.kind == "verify" || one.kind == "check";
  if (got != one.verdict || !judged) return;
  std::string soft = soft_differences(one, answer.verdict);
  if (soft.empty()) return;
  report.differences.push_back(
      {one.id, std::string(name_of(one.verdict)), std::string(name_of(got)), std::move(soft)});
}

}  // namespace

Result<ConformanceReport> run_vectors(const VectorSet& set, const Registry& registry,
                                      const Crypto& crypto) {
  ConformanceReport report{.scheme = set.scheme, .folder = set.folder.string()};
  report.total = set.cases.size();
  CaseRunner runner(set, registry, crypto);
  const bool known = registry.find(set.scheme) != nullptr;
  for (const VectorCase& one : set.cases) {
    if (one.basis == "reconstruction") ++report.reconstructed;
    const std::string missing = known ? one.unsupported : "no scheme " + set.scheme;
    if (!missing.empty()) {
      ++report.skipped;
      report.skips.push_back({one.id, std::string(name_of(one.verdict)), "skipped", missing});
      continue;
    }
    auto answer = runner.run(one);
    if (!answer) {
      report.failed.push_back(
          {one.id, std::string(name_of(one.verdict)), "error", answer.error().what});
      continue;
    }
    judge(one, *answer, report);
  }
  return report;
}

}  // namespace mass
