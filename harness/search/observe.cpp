#include "harness/search/observe.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/condition.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostStops = 6;
constexpr std::size_t kFewestStops = 2;  // any condition holds for one message
constexpr std::size_t kShortestName = 4;

// Fields that both sides have, whatever their place, are matched by their octets, then by name.
void align(const Trial& trial, View& view) {
  const auto captured = view.captured.fields();
  const auto simulated = view.simulated.message.fields();
  std::unordered_map<std::string, std::vector<std::size_t>> unmatched;
  for (std::size_t i = simulated.size(); i-- > 0;) {
    unmatched[trial.mask(simulated[i].raw())].push_back(i);
  }
  std::vector<bool> is_matched(simulated.size(), false);
  for (std::size_t i = 0; i < captured.size(); ++i) {
    const auto found = unmatched.find(trial.mask(captured[i].raw()));
    if (found == unmatched.end() || found->second.empty()) {
      view.missing.push_back(i);
      continue;
    }
    is_matched[found->second.back()] = true;
    found->second.pop_back();
  }
  for (std::size_t i = 0; i < simulated.size(); ++i) {
    if (!is_matched[i]) view.extra.push_back(i);
  }
  std::unordered_map<std::string, std::vector<std::size_t>> names;
  for (std::size_t i = view.extra.size(); i-- > 0;) {
    names[ascii_lower(simulated[view.extra[i]].name())].push_back(view.extra[i]);
  }
  for (const std::size_t i : view.missing) {
    auto& same = names[ascii_lower(captured[i].name())];
    if (same.empty()) continue;
    view.changed.emplace_back(i, same.back());
    same.pop_back();
  }
}

std::vector<std::string> author_of(const Message& message) {
  std::vector<std::string> names;
  const Field* from = message.find("From");
  if (from == nullptr) return names;
  for (const Mailbox& mailbox : parse_address_list(from->value()).mailboxes) {
    if (!mailbox.domain.empty()) names.push_back(mailbox.address());
    std::string_view name = mailbox.display;
    if (name.size() > 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
    if (name.size() >= kShortestName) names.emplace_back(name);
  }
  return names;
}

// Conditions that can be told apart by these pairs, with the answer for each pair.
struct Answers {
  std::string when;
  std::vector<bool> holds;
};

std::vector<Answers> all_answers(const CaptureSet& set, std::span<const std::size_t> pairs) {
  std::vector<std::string> names;
  for (const Condition& condition : all_conditions()) names.emplace_back(condition.name);
  std::map<std::string, std::size_t> fields;
  for (const std::size_t pair : pairs) {
    for (const Field& field : set.pairs[pair].in.message.fields()) {
      if (field.name().size() < 60) ++fields[ascii_lower(field.name())];
    }
  }
  for (const std::string& field : by_frequency(fields, 1, 40)) names.push_back("field " + field);
  std::vector<Answers> all;
  for (const std::string& name : names) {
    if (!unknown_condition(name).empty()) continue;
    Answers yes{name, {}};
    Answers no{"not " + name, {}};
    for (const std::size_t pair : pairs) {
      yes.holds.push_back(holds(name, set.pairs[pair].in));
      no.holds.push_back(!yes.holds.back());
    }
    all.push_back(std::move(yes));
    all.push_back(std::move(no));
  }
  return all;
}

// How many pairs a condition tells wrongly, if it holds for at least one that it should hold for.
std::optional<std::size_t> mistakes(const std::vector<bool>& target, const Answers& first,
                                    const Answers& second) {
  std::size_t wrong = 0;
  bool has_hit = false;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const bool holds = first.holds[i] && second.holds[i];
    has_hit = has_hit || (holds && target[i]);
    if (holds != target[i]) ++wrong;
  }
  return has_hit ? std::optional(wrong) : std::nullopt;
}

std::vector<std::string> conditions_for(const std::vector<bool>& target,
                                        const std::vector<Answers>& all) {
  struct Ranked {
    std::size_t wrong;
    std::size_t terms;
    std::string when;
  };
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t k = i; k < all.size(); ++k) {
      const auto wrong = mistakes(target, all[i], all[k]);
      if (!wrong) continue;
      ranked.push_back(
          {*wrong, i == k ? 1U : 2U, i == k ? all[i].when : all[i].when + " and " + all[k].when});
    }
  }
  std::ranges::stable_sort(ranked, {},
                           [](const Ranked& one) { return std::pair(one.wrong, one.terms); });
  std::vector<std::string> best;
  for (const Ranked& one : ranked) {
    if (best.size() < kMostStops) best.push_back(one.when);
  }
  return best;
}

}  // namespace

std::vector<View> views_of(Trial& trial, const Path& path, std::span<const std::size_t> pairs) {
  std::vector<View> views;
  for (const std::size_t i : pairs) {
    const CapturedPair& pair = trial.set().pairs[i];
    if (pair.result != Delivery::in_transit || pair.out.empty()) continue;
    View view;
    view.pair = &pair;
    view.simulated = trial.simulate(path, i);
    if (view.simulated.delivery != Delivery::in_transit) continue;
    view.author = author_of(pair.in.message);
    view.captured = Message::parse(pair.out.front().octets);
    align(trial, view);
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<Observation> observe(const std::vector<View>& views, const std::string& host) {
  std::vector<Observation> found;
  observe_header(views, host, found);
  observe_values(views, found);
  observe_body(views, found);
  observe_addresses(views, found);
  observe_envelope(views, host, found);
  return found;
}

std::vector<Observation> observe_stops(Trial& trial, const Path& path,
                                       std::span<const std::size_t> pairs) {
  std::vector<Observation> found;
  std::vector<Delivery> ends;
  for (const std::size_t i : pairs) ends.push_back(trial.simulate(path, i).delivery);
  std::vector<Answers> answers;
  for (const Delivery as : {Delivery::rejected, Delivery::bounced, Delivery::discarded}) {
    std::vector<bool> target;
    std::size_t count = 0;
    bool is_wanted = false;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      target.push_back(trial.set().pairs[pairs[k]].result == as);
      if (target.back()) ++count;
      is_wanted = is_wanted || (target.back() && ends[k] != as);
    }
    if (!is_wanted || count < kFewestStops) continue;
    if (answers.empty()) answers = all_answers(trial.set(), pairs);
    for (std::string& when : conditions_for(target, answers)) {
      found.push_back({"stopped", {{{"as", std::string(name_of(as))}, {"when", std::move(when)}}}});
    }
  }
  return found;
}

bool names_author(std::string_view text, const View& view) {
  return std::ranges::any_of(view.author,
                             [&](const std::string& name) { return text.contains(name); });
}

std::vector<std::string> by_frequency(const std::map<std::string, std::size_t>& counts,
                                      std::size_t least, std::size_t most) {
  std::vector<std::pair<std::string, std::size_t>> ranked(counts.begin(), counts.end());
  std::ranges::stable_sort(ranked, std::greater{}, [](const auto& entry) { return entry.second; });
  std::vector<std::string> texts;
  for (auto& [text, count] : ranked) {
    if (count >= least && texts.size() < most) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace mass::search
