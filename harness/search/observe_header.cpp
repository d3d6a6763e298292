#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "harness/search/generalise.hpp"
#include "harness/search/observe.hpp"

namespace mass::search {

namespace {

constexpr std::size_t kMostNames = 40;
constexpr std::size_t kLongestField = 4000;

std::string lower_name(const Field& field) {
  return ascii_lower(field.name());
}

// `Name: value` as the steps take it, without the final line end.
std::string text_of(const Field& field) {
  std::string_view raw = field.raw();
  if (raw.ends_with("\r\n")) raw.remove_suffix(2);
  return std::string(raw);
}

// A field that software writes about messages, over all that show it.
struct Writing {
  std::string spelled;
  std::size_t ordinal = 0;  ///< Among missing fields of its name in one message, from the top.
  std::vector<Sample> samples;
  std::size_t lacking = 0;  ///< Messages that did not have such a field without it.
  std::map<const View*, std::size_t> places;  ///< Positions from the top.
  std::map<std::string, std::size_t> above;
  std::map<std::string, std::size_t> below;
};

std::string neighbour(const View& view, std::size_t at, bool below,
                      const std::set<std::size_t>& missing) {
  const auto fields = view.captured.fields();
  while (true) {
    if (below ? at + 1 == fields.size() : at == 0) return "";
    at = below ? at + 1 : at - 1;
    if (!missing.contains(at)) return std::string(fields[at].name());
  }
}

std::map<std::string, Writing> writings_of(const std::vector<View>& views) {
  std::map<std::string, Writing> writings;
  for (const View& view : views) {
    const std::set<std::size_t> missing(view.missing.begin(), view.missing.end());
    std::map<std::string, std::size_t> seen;
    for (const std::size_t at : view.missing) {
      const Field& field = view.captured.fields()[at];
      if (field.raw().size() > kLongestField || writings.size() > kMostNames * 4) continue;
      const std::size_t ordinal = seen[lower_name(field)]++;
      Writing& writing = writings[lower_name(field) + "#" + std::to_string(ordinal)];
      writing.spelled = std::string(field.name());
      writing.ordinal = ordinal;
      writing.samples.push_back({text_of(field), &view.pair->in.envelope});
      writing.places[&view] = at;
      ++writing.above[neighbour(view, at, false, missing)];
      ++writing.below[neighbour(view, at, true, missing)];
      if (view.simulated.message.find(field.name()) == nullptr) ++writing.lacking;
    }
  }
  return writings;
}

std::size_t lacking_now(const std::vector<View>& views, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      views, [&](const View& view) { return view.simulated.message.find(name) == nullptr; }));
}

// Each of the values that stand for many messages; else what they have in common.
std::vector<std::string> templates_of(const Writing& writing, const std::string& host) {
  std::map<std::string, std::size_t> counts;
  for (const Sample& sample : writing.samples) ++counts[sample.text];
  std::vector<std::string> texts;
  if (writing.samples.size() > 1) {
    for (std::string& text : by_frequency(counts, (writing.samples.size() + 1) / 2, 1)) {
      texts.push_back(std::move(text));
    }
  }
  std::string general = generalised(writing.samples, host);
  const bool is_new = std::ranges::find(texts, general) == texts.end();
  if (is_new && general.contains(':')) texts.push_back(std::move(general));
  std::erase_if(texts, [&](const std::string& text) {
    const auto authors = std::ranges::count_if(
        writing.places, [&](const auto& place) { return names_author(text, *place.first); });
    return static_cast<std::size_t>(authors) * 2 > writing.places.size();
  });
  return texts;
}

Item item_of(const Writing& writing, std::string field) {
  const std::size_t colon = std::min(field.find(':'), field.size() - 1);
  std::string value(trim(std::string_view(field).substr(colon + 1)));
  std::string above = by_frequency(writing.above, 0, 1).front();
  std::string below = by_frequency(writing.below, 0, 1).front();
  return {{"name", writing.spelled},
          {"field", std::move(field)},
          {"value", std::move(value)},
          {"above", std::move(above)},
          {"below", std::move(below)}};
}

void observe_dropped(const std::vector<View>& views, std::vector<Observation>& found) {
  struct Count {
    std::string spelled;
    std::size_t had = 0;
    std::size_t lost = 0;
  };
  std::map<std::string, Count> counts;
  for (const View& view : views) {
    std::set<std::string> seen;
    for (const Field& field : view.simulated.message.fields()) {
      if (!seen.insert(lower_name(field)).second) continue;
      Count& count = counts[lower_name(field)];
      count.spelled = std::string(field.name());
      ++count.had;
      if (view.captured.count(field.name()) < view.simulated.message.count(field.name())) {
        ++count.lost;
      }
    }
  }
  Observation dropped{"dropped", {}};
  for (const auto& [name, count] : counts) {
    if (count.lost * 2 > count.had && dropped.items.size() < kMostNames) {
      dropped.items.push_back({{"name", count.spelled}});
    }
  }
  if (!dropped.items.empty()) found.push_back(std::move(dropped));
}

// Names that are spelled otherwise, or are others.
void observe_renamed(const std::vector<View>& views, std::vector<Observation>& found) {
  std::map<std::string, std::size_t> counts;
  for (const View& view : views) {
    const auto captured = view.captured.fields();
    const auto simulated = view.simulated.message.fields();
    std::map<std::string, std::string> values;
    for (const std::size_t at : view.extra) {
      values.emplace(simulated[at].value(), simulated[at].name());
    }
    for (const std::size_t at : view.missing) {
      const auto old = values.find(std::string(captured[at].value()));
      if (old == values.end() || old->second == captured[at].name()) continue;
      ++counts[old->second + "=" + std::string(captured[at].name())];
    }
  }
  Observation renamed{"renamed", {}};
  for (std::string& names : by_frequency(counts, 2, kMostNames)) {
    renamed.items.push_back({{"names", std::move(names)}});
  }
  if (!renamed.items.empty()) found.push_back(std::move(renamed));
}

// In most of the messages that have both.
bool stands_above(const Writing& one, const Writing& other) {
  std::size_t above = 0;
  std::size_t below = 0;
  for (const auto& [view, place] : one.places) {
    const auto found = other.places.find(view);
    if (found != other.places.end()) ++(place < found->second ? above : below);
  }
  return above > below;
}

// The order need not be one that a sort could go by, so each is put above the first it belongs
// above.
std::vector<const Writing*> top_to_bottom(const std::vector<const Writing*>& writings) {
  std::vector<const Writing*> sorted;
  for (const Writing* writing : writings) {
    sorted.insert(std::ranges::find_if(
                      sorted, [&](const Writing* other) { return stands_above(*writing, *other); }),
                  writing);
  }
  return sorted;
}

// Neighbours in the header that stand at one place are one observation, top to bottom.
void observe_added(const std::vector<const Writing*>& writings, const std::string& host,
                   std::vector<Observation>& found) {
  Observation all{"added", {}};
  std::map<std::string, Observation> groups;
  for (const Writing* writing : top_to_bottom(writings)) {
    const auto texts = templates_of(*writing, host);
    if (texts.empty()) continue;
    Item item = item_of(*writing, texts.front());
    for (const char* side : {"above", "below"}) {
      Observation& group = groups[side + item[side]];
      group.kind = "added";
      group.items.push_back(item);
    }
    all.items.push_back(std::move(item));
  }
  for (auto& [place, group] : groups) {
    const bool is_new = std::ranges::none_of(
        found, [&](const Observation& other) { return other.items == group.items; });
    if (is_new && group.items != all.items) found.push_back(std::move(group));
  }
  if (!all.items.empty()) found.push_back(std::move(all));
}

}  // namespace

void observe_header(const std::vector<View>& views, const std::string& host,
                    std::vector<Observation>& found) {
  observe_dropped(views, found);
  observe_renamed(views, found);
  const auto writings = writings_of(views);
  std::vector<const Writing*> added;
  for (const auto& [key, writing] : writings) {
    const bool is_for_all = writing.samples.size() * 3 > views.size();
    const bool fills_gaps =
        writing.lacking > 0 && writing.lacking * 2 >= lacking_now(views, writing.spelled);
    if (is_for_all) added.push_back(&writing);
    if (!is_for_all && !fills_gaps) continue;
    for (std::string& text : templates_of(writing, host)) {
      const Item item = item_of(writing, std::move(text));
      if (fills_gaps) found.push_back({"filled", {item}});
      if (is_for_all) found.push_back({"written", {item}});
    }
  }
  observe_added(added, host, found);
}

}  // namespace mass::search
