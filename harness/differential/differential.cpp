#include "harness/differential/differential.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>

#include "harness/inspect/diagnose.hpp"
#include "harness/run/case_runner.hpp"
#include "harness/run/sample.hpp"
#include "harness/run/submission.hpp"

namespace mass::differential {
namespace {

constexpr std::string_view kSigning = "(signing)";  // in place of a verifier

std::string row_name(const PlannedScheme& planned) {
  return planned.id + "/" + planned.label;
}

bool does(const PlannedScheme& planned, std::string_view operation) {
  const auto& left_out = planned.scheme->info().stand_ins;
  return std::ranges::find(left_out, operation) == left_out.end();
}

const std::string& family_of(const SchemeInfo& info) {
  return info.family.empty() ? info.id : info.family;
}

Disagreement broke_down(const Error& error) {
  return {.got = std::string(name_of(tool_cause_of(error.code))), .reason = error.what};
}

Disagreement opinion_of(const Result<Verdict>& verdict) {
  if (!verdict) return broke_down(verdict.error());
  return {.got = std::string(name_of(verdict->outcome)),
          .cause = std::string(name_of(verdict->cause)),
          .state = verdict->state,
          .reason = verdict->reason};
}

// All of one differential run that threads share.
class Differential {
 public:
  Differential(const Plan& plan, const std::vector<Explanation>& explanations, const Crypto& crypto,
               Report& report)
      : plan_(plan), explanations_(explanations), world_(plan, crypto), report_(report) {
    for (std::size_t i = 0; i < plan.schemes.size(); ++i) {
      if (does(plan.schemes[i], "originate")) signers_.push_back(i);
      if (does(plan.schemes[i], "verify") && is_first_row(i)) verifiers_.push_back(i);
    }
    for (const Explanation& one : explanations) report_.explained[one.id] = 0;
  }

  [[nodiscard]] bool has_work() const { return !signers_.empty() && !verifiers_.empty(); }

  void run(const CorpusMessage& message) {
    const Transit submitted = submit(message.message, message.null_sender, plan_.scenario.time);
    for (const std::size_t signer : signers_) run_signer(message, submitted, signer);
  }

 private:
  [[nodiscard]] bool is_first_row(std::size_t index) const {
    const auto first =
        std::ranges::find(plan_.schemes, plan_.schemes[index].id, &PlannedScheme::id);
    return first == plan_.schemes.begin() + static_cast<std::ptrdiff_t>(index);
  }

  void run_signer(const CorpusMessage& message, const Transit& submitted, std::size_t signer) {
    CostMeter unpaid;
    const auto made = sign_at_origin(world_, signer, submitted, message.id, unpaid);
    const std::string name = row_name(plan_.schemes[signer]);
    if (!made) {
      Disagreement one = broke_down(made.error());
      one.expected = "signed";
      add(message, submitted, std::move(one), {name, std::string(kSigning), plan_.paths[0].id});
      return;
    }
    if (!made->declined.empty()) {
      const std::scoped_lock lock(mutex_);
      ++report_.declined[{name, made->declined}];
      return;
    }
    for (const Path& path : plan_.paths) {
      if (!judges(path, plan_.schemes[signer].scheme->info())) continue;
      const Transit& start = path.starts_unsigned ? submitted : made->transit;
      const Journey journey = travel(path, start, plan_.scenario.seed, message.id, world_.crypto());
      const Transit& arrived = journey.after.empty() ? start : journey.end();
      if (!journey.error.empty() || arrived.delivery != Delivery::in_transit) continue;
      compare(message, arrived, signer, path);
    }
  }

  void compare(const CorpusMessage& message, const Transit& arrived, std::size_t signer,
               const Path& path) {
    std::string expected = path.id == kIdentityPath ? std::string(name_of(Outcome::pass)) : "";
    for (const std::size_t verifier : verifiers_) {
      RandomSource random(plan_.scenario.seed, {message.id, "judge"});
      CostMeter unpaid;
      const Context context{world_.crypto(),
                            world_.signing_keys(),
                            world_.directory(signer),
                            world_.public_keys(),
                            unpaid,
                            random};
      Disagreement one =
          opinion_of(Judge(*plan_.schemes[verifier].scheme, context)(arrived, unpaid));
      if (expected.empty()) expected = one.got;
      one.expected = expected;
      add(message, arrived, std::move(one),
          {row_name(plan_.schemes[signer]), row_name(plan_.schemes[verifier]), path.id});
    }
  }

  void add(const CorpusMessage& message, const Transit& arrived, Disagreement one, Pair pair) {
    one.signer = pair.signer;
    one.verifier = pair.verifier;
    one.path = pair.path;
    const bool agrees = one.got == one.expected;
    if (!agrees) {
      const auto found = std::ranges::find_if(explanations_, [&](const Explanation& explanation) {
        return explanation.explains(one, arrived);
      });
      if (found != explanations_.end()) one.explanation = found->id;
    }
    const std::scoped_lock lock(mutex_);
    PairCount& count = report_.pairs[std::move(pair)];
    ++count.compared;
    if (agrees) {
      ++count.agreed;
      return;
    }
    if (!one.explanation.empty()) {
      ++count.explained;
      ++report_.explained[one.explanation];
    }
    keep(message, arrived, std::move(one));
  }

  void keep(const CorpusMessage& message, const Transit& arrived, Disagreement one) {
    Group& group = report_.groups[{one.path, one.signer, one.verifier, one.expected, one.got,
                                   one.cause, one.state, one.explanation}];
    const bool is_smaller = std::pair(arrived.message.size(), message.id) <
                            std::pair(group.arrived.message.size(), group.message_id);
    if (group.count++ != 0 && !is_smaller) return;
    group.smallest = std::move(one);
    group.message_id = message.id;
    group.origin = message.origin;
    group.arrived = arrived;
  }

  const Plan& plan_;
  const std::vector<Explanation>& explanations_;
  World world_;
  std::vector<std::size_t> signers_;
  std::vector<std::size_t> verifiers_;
  std::mutex mutex_;
  Report& report_;
};

// One corpus, read by several threads in turn.
class Feed {
 public:
  Feed(CorpusReader& reader, const Sample& sample, Report& report, const Options& options)
      : reader_(reader), sample_(sample), report_(report), options_(options) {}

  std::optional<CorpusMessage> next() {
    const std::scoped_lock lock(mutex_);
    while (auto item = reader_.next()) {
      if (const auto* problem = std::get_if<CorpusProblem>(&*item)) {
        if (options_.on_problem) options_.on_problem(*problem);
        continue;
      }
      auto& message = std::get<CorpusMessage>(*item);
      if (!sample_.takes(message)) continue;
      ++report_.messages;
      if (options_.on_message) options_.on_message();
      return std::move(message);
    }
    return std::nullopt;
  }

 private:
  CorpusReader& reader_;
  const Sample& sample_;
  Report& report_;
  const Options& options_;
  std::mutex mutex_;
};

Result<void> check_rows(const Plan& plan, const Report& report) {
  for (const PlannedScheme& planned : plan.schemes) {
    const SchemeInfo& info = planned.scheme->info();
    if (family_of(info) == report.family) continue;
    return fail(Errc::config,
                fmt::format("{} and {} are no implementations of one scheme: what one signs, the "
                            "other cannot judge",
                            report.reference, row_name(planned)));
  }
  if (plan.schemes.size() > 1) return {};
  return fail(Errc::config,
              "one implementation has nobody to disagree with; give several with "
              "--scheme, and --plugin for those in other programs");
}

}  // namespace

std::uint64_t Report::unexplained() const {
  std::uint64_t sum = 0;
  for (const auto& [pair, count] : pairs) sum += count.unexplained();
  return sum;
}

Result<Report> run_differential(const Plan& plan, const std::vector<Explanation>& explanations,
                                const Crypto& crypto, const Options& options) {
  Report report;
  report.family = family_of(plan.schemes.front().scheme->info());
  report.reference = row_name(plan.schemes.front());
  if (auto sound = check_rows(plan, report); !sound) return std::unexpected(sound.error());
  Differential differential(plan, explanations, crypto, report);
  if (!differential.has_work()) return fail(Errc::config, "none of these signs, or none verifies");
  for (const CorpusChoice& choice : plan.scenario.corpora) {
    const auto sample = Sample::draw(plan, choice);
    if (!sample) return std::unexpected(sample.error());
    auto reader = open_choice(choice, plan.scenario.seed);
    if (!reader) return std::unexpected(reader.error());
    const std::uint64_t before = report.messages;
    Feed feed(**reader, *sample, report, options);
    const auto work = [&feed, &differential] {
      while (const auto message = feed.next()) differential.run(*message);
    };
    {
      std::vector<std::jthread> others;
      for (unsigned i = 1; i < options.threads; ++i) others.emplace_back(work);
      work();
    }
    if (report.messages == before) {
      return fail(Errc::missing, "read corpus " + choice.path + ": no message in it");
    }
  }
  return report;
}

}  // namespace mass::differential
