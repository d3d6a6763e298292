#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <type_traits>

#include "harness/cli/case_argument.hpp"
#include "harness/cli/directories.hpp"
#include "harness/cli/key_options.hpp"
#include "harness/cli/messages.hpp"
#include "harness/inspect/explanation.hpp"
#include "harness/run/submission.hpp"

namespace mass::cli {
namespace {

// Two messages, and what it takes to judge them.
class Pair {
 public:
  Pair(Tools& tools, const Arguments& args) : tools_(tools), args_(args) {}

  Result<Explanation> explain() {
    if (auto done = read(); !done) return std::unexpected(done.error());
    auto scheme = choose();
    if (!scheme) return std::unexpected(scheme.error());
    return with_judge(**scheme, [&](const Judge& judge) {
      return explain_messages(**scheme, judge, signed_, received_);
    });
  }

 private:
  Result<void> read() {
    auto keys = choose_keys(tools_, args_);
    if (!keys) return std::unexpected(keys.error());
    keys_ = *std::move(keys);
    auto directory = open_directory(tools_.console, args_);
    if (!directory) return std::unexpected(directory.error());
    directory_ = *std::move(directory);
    const auto now = choose_time(tools_, args_);
    if (!now) return std::unexpected(now.error());
    const auto files = args_.list("case");
    const std::pair<const char*, Transit*> both[] = {{"envelope", &signed_},
                                                     {"received-envelope", &received_}};
    for (std::size_t i = 0; i < std::size(both); ++i) {
      const auto& [option, transit] = both[i];
      const auto message = read_message(tools_.console, files[i], args_.has("wire"));
      if (!message) return std::unexpected(message.error());
      *transit = submit(*message, false, *now);
      if (!args_.has(option)) continue;
      auto done = read_envelope(tools_.console, args_.text(option), transit->envelope);
      if (!done) return done;
      if (args_.has("now")) transit->envelope.time = *now;
    }
    return {};
  }

  template <class Ask>
  std::invoke_result_t<Ask, const Judge&> with_judge(const Scheme& scheme, Ask ask) const {
    CostMeter cost;
    RandomSource random(0, {"explain"});
    PublicKeyCache public_keys;
    const Context context{tools_.crypto, *keys_, *directory_, public_keys, cost, random};
    return ask(Judge(scheme, context));
  }

  // The scheme of --scheme, else the one that finds a signature of its own in the signed message.
  Result<std::unique_ptr<Scheme>> choose() const {
    if (args_.has("scheme")) {
      auto chosen = choose_scheme(tools_, args_);
      if (!chosen) return std::unexpected(chosen.error());
      return std::move(chosen->scheme);
    }
    std::vector<std::string> names;
    std::unique_ptr<Scheme> last;
    for (const SchemeInfo* info : tools_.registry.list()) {
      const std::string profile = info->profiles.empty() ? "" : info->profiles.front().name;
      auto scheme = tools_.registry.make(info->id, profile, {});
      if (!scheme) return std::unexpected(scheme.error());
      const auto verdict = with_judge(**scheme, [this](const Judge& judge) {
        CostMeter unpaid;
        return judge(signed_, unpaid);
      });
      if (!verdict) return std::unexpected(verdict.error());
      if (verdict->outcome == Outcome::none || verdict->outcome == Outcome::na) continue;
      names.push_back(info->id);
      last = *std::move(scheme);
    }
    if (names.size() == 1) return last;
    const std::string found =
        names.empty() ? "there is no signature of a known scheme"
                      : fmt::format("there are signatures of {}", fmt::join(names, ", "));
    return fail(Errc::config, fmt::format("explain: in the signed message {}; say which one with "
                                          "--scheme S",
                                          found));
  }

  Tools& tools_;
  const Arguments& args_;
  std::shared_ptr<const SigningKeys> keys_;
  std::shared_ptr<const KeyDirectory> directory_;
  Transit signed_;
  Transit received_;
};

bool is_message(const std::string& word) {
  std::error_code ignored;
  return word == "-" || std::filesystem::is_regular_file(word, ignored);
}

Result<Explanation> explain_words(Tools& tools, const Arguments& args) {
  const std::vector<std::string> words = args.list("case");
  if (words.size() != 2) {
    return fail(Errc::config, "explain: give two message files, or a run folder and a case");
  }
  if (std::ranges::any_of(words, is_message)) return Pair(tools, args).explain();
  auto chosen = choose_case(tools, args, "explain");
  if (!chosen) return std::unexpected(chosen.error());
  return explain_case(chosen->found, args.has("whole") ? Span::whole_path : Span::breaking_step);
}

Result<Exit> explain(Tools& tools, const Arguments& args) {
  const auto wants_json = args.wants_json();
  if (!wants_json) return std::unexpected(wants_json.error());
  const auto told = explain_words(tools, args);
  if (!told) return std::unexpected(told.error());
  tools.console.out << (*wants_json
                            ? explanation_json(*told)
                            : explanation_text(*told, tools.console.width, tools.console.colour));
  return Exit::ok;
}

Exit explain_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add_flag("whole",
                "of a case: as signed and as it arrived (default: before and after the "
                "step that broke it)");
  args.add("format", "F", "table or json");
  add_scheme_options(args);
  add_directory_options(args);
  add_key_options(args);
  args.add_flag("wire", "of two files: they are in wire form: take their octets as they stand");
  args.add("envelope", "JSON", "of the signed message: JSON or a file (default: from the header)");
  args.add("received-envelope", "JSON", "of the received message");
  args.add("now", "SECONDS", "of two files: time of checking, seconds since 1970 (default: now)");
  args.positional("case", 2);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = explain(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kExplain{
    "explain", "why a message does not verify: step, field, offset, both transcripts side by side",
    "RUN CASE | SIGNED RECEIVED [options]",
    "  massbench explain out/run 1f08\n"
    "  massbench explain signed.eml received.eml --scheme dkim --zone keys.zone\n",
    explain_verb};

}  // namespace mass::cli
