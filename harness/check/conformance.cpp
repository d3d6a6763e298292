#include "harness/check/conformance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/check/vector_output.hpp"
#include "harness/check/vector_world.hpp"
#include "results/record.hpp"

namespace mass {
namespace {

// The answer to one case: a verdict, and why it is wrong if the output beside it is.
struct Answer {
  Verdict verdict;
  std::string wrong;
};

// Members of `params` that speak to the runner and not to the scheme.
constexpr std::array kRunnerParams{"what",   "signature", "stamp",      "key",
                                   "secret", "address",   "certificate"};

ValueMap scheme_settings(const VectorCase& one) {
  ValueMap given = one.params;
  for (const char* name : kRunnerParams) given.erase(name);
  return given;
}

// What another implementation need not be able to do: why a case says nothing about it, or nothing.
std::string beyond(const SchemeInfo& info, const VectorCase& one) {
  const bool judged = one.kind == "verify" || one.kind == "check";
  const std::string_view operation = judged                ? "verify"
                                     : one.kind == "canon" ? "trace"
                                                           : "originate";
  if (std::ranges::find(info.stand_ins, operation) != info.stand_ins.end()) {
    return fmt::format("{} does not {}", info.id,
                       operation == "trace" ? "say what it hashes" : operation);
  }
  if (info.family.empty()) return {};
  const auto fits = Parameters::check(info.parameters, scheme_settings(one));
  return fits ? std::string() : fits.error().what;
}

class CaseRunner {
 public:
  CaseRunner(const VectorSet& set, std::string scheme, const Registry& registry,
             const Crypto& crypto)
      : scheme_(std::move(scheme)), registry_(registry), crypto_(crypto), world_(set) {}

  Result<Answer> run(const VectorCase& one) {
    auto scheme = make_scheme(one);
    if (!scheme) return std::unexpected(scheme.error());
    auto transit = world_.transit(one);
    if (!transit) return std::unexpected(transit.error());
    auto keys = world_.keys(one);
    if (!keys) return std::unexpected(keys.error());
    auto servers = world_.servers(one);
    if (!servers) return std::unexpected(servers.error());
    CostMeter cost;
    RandomSource random(0, {"conformance", one.id});
    Trace trace;
    const Context context{crypto_,
                          *keys,
                          **servers,
                          public_keys_,
                          cost,
                          random,
                          one.now,
                          {RoleKind::receiver, {}, {}},
                          one.kind == "canon" ? &trace : nullptr};
    if (one.kind == "verify" || one.kind == "check") {
      auto verdict = (*scheme)->try_verify(*transit, context);
      if (!verdict) return std::unexpected(verdict.error());
      return Answer{*std::move(verdict), {}};
    }
    if (one.kind == "canon") {
      const auto done = (*scheme)->try_verify(*transit, context);
      if (!done) return std::unexpected(done.error());
      return made_output(wrong_octets(one, trace, crypto_));
    }
    auto made = (*scheme)->originate(*std::move(transit), context);
    if (!made) return std::unexpected(made.error());
    if (!made->declined.empty()) return declined(made->declined);
    return made_output(wrong_output(one, made->transit, crypto_));
  }

 private:
  Result<std::unique_ptr<Scheme>> make_scheme(const VectorCase& one) {
    return registry_.make(scheme_, {}, scheme_settings(one));
  }

  static Answer made_output(std::string wrong) {
    Answer answer;
    answer.verdict.outcome = Outcome::pass;
    answer.wrong = std::move(wrong);
    return answer;
  }

  static Answer declined(std::string reason) {
    Answer answer;
    answer.verdict.outcome = Outcome::na;
    answer.verdict.state = "refused";
    answer.verdict.reason = std::move(reason);
    return answer;
  }

  std::string scheme_;
  const Registry& registry_;
  const Crypto& crypto_;
  VectorWorld world_;
  PublicKeyCache public_keys_;
};

void compare_detail(const ExpectedDetail& expected, const SignatureVerdict& verdict,
                    const std::string& place, std::vector<std::string>& parts) {
  for (const auto& [name, value] : expected.values) {
    const auto found = verdict.detail.find(name);
    if (found != verdict.detail.end() && found->second == value) continue;
    // A signature's state may be told as such.
    if (name == "state" && value == Value(verdict.state)) continue;
    parts.push_back(
        fmt::format("{}{} {} instead of {}", place, name,
                    found == verdict.detail.end() ? "absent" : printable(to_text(found->second)),
                    printable(to_text(value))));
  }
  for (const std::string& name : expected.absent) {
    const auto found = verdict.detail.find(name);
    if (found == verdict.detail.end()) continue;
    parts.push_back(
        fmt::format("{}{} {} instead of none", place, name, printable(to_text(found->second))));
  }
}

void compare_signatures(const VectorCase& one, const Verdict& verdict,
                        std::vector<std::string>& parts) {
  if (!one.signatures) return;
  if (verdict.signatures.size() != one.signatures->size()) {
    parts.push_back(fmt::format("{} signatures instead of {}", verdict.signatures.size(),
                                one.signatures->size()));
    return;
  }
  for (std::size_t i = 0; i < one.signatures->size(); ++i) {
    compare_detail((*one.signatures)[i], verdict.signatures[i],
                   fmt::format("signature {}: ", i + 1), parts);
  }
}

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
  compare_detail(one.detail, verdict, {}, parts);
  compare_signatures(one, verdict, parts);
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

Result<ConformanceReport> run_vectors(const VectorSet& set, const std::string& scheme,
                                      const Registry& registry, const Crypto& crypto) {
  ConformanceReport report{.scheme = scheme, .folder = set.folder.string()};
  report.total = set.cases.size();
  CaseRunner runner(set, scheme, registry, crypto);
  const SchemeInfo* info = registry.find(scheme);
  for (const VectorCase& one : set.cases) {
    if (one.basis == "reconstruction") ++report.reconstructed;
    std::string missing = one.unsupported;
    if (missing.empty()) missing = info == nullptr ? "no scheme " + scheme : beyond(*info, one);
    if (!missing.empty()) {
      ++report.skipped;
      report.skips.push_back({one.id, std::string(name_of(one.verdict)), "skipped", missing});
      continue;
    }
    auto answer = runner.run(one);
    if (!answer) {
      report.failed.push_back({one.id, std::string(name_of(one.verdict)),
                               std::string(name_of(tool_cause_of(answer.error().code))),
                               answer.error().what});
      continue;
    }
    judge(one, *answer, report);
  }
  return report;
}

}  // namespace mass
