#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/search/trial.hpp"

/// What captured messages show that a path does not do, told in words of its kind. Private to this
/// room; data/fits.json says which steps can do it.
namespace mass::search {

/// A thing that was observed, by the names that data/fits.json uses: `{"name": "X-Mailer"}`.
using Item = std::map<std::string, std::string, std::less<>>;

/// Things of one kind that may have one cause, in the order in which they stand in messages.
struct Observation {
  std::string kind;
  std::vector<Item> items;
};

/// One pair that was delivered in both worlds.
struct View {
  const CapturedPair* pair = nullptr;
  Message captured;
  Transit simulated;
  std::vector<std::string> author;  ///< Names and addresses in From as it was handed over.
  // Positions of fields that only one side has; those of `changed` have the same name.
  std::vector<std::size_t> missing;
  std::vector<std::size_t> extra;
  std::vector<std::pair<std::size_t, std::size_t>> changed;  ///< Captured, simulated.
};

[[nodiscard]] std::vector<View> views_of(Trial& trial, const Path& path,
                                         std::span<const std::size_t> pairs);

/// Everything that is seen often enough to be a rule.
[[nodiscard]] std::vector<Observation> observe(const std::vector<View>& views,
                                               const std::string& host);

/// Which messages do not come out: kind `stopped`, with `as` and `when`.
[[nodiscard]] std::vector<Observation> observe_stops(Trial& trial, const Path& path,
                                                     std::span<const std::size_t> pairs);

// By what is looked at.
void observe_header(const std::vector<View>& views, const std::string& host,
                    std::vector<Observation>& found);
void observe_values(const std::vector<View>& views, std::vector<Observation>& found);
void observe_body(const std::vector<View>& views, std::vector<Observation>& found);
void observe_addresses(const std::vector<View>& views, std::vector<Observation>& found);
void observe_envelope(const std::vector<View>& views, const std::string& host,
                      std::vector<Observation>& found);

/// Whether a text has the author's name or address in it: software made it from the message, and it
/// is no constant although all messages at hand may be of one author.
[[nodiscard]] bool names_author(std::string_view text, const View& view);

/// Counts of texts, the most frequent first; texts of the same count in their order.
[[nodiscard]] std::vector<std::string> by_frequency(
    const std::map<std::string, std::size_t>& counts, std::size_t least, std::size_t most);

/// Words of one line that were exchanged for others, as `{old, new}`, by how often they were.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> exchanged_words(
    const std::vector<View>& views, std::size_t most);

}  // namespace mass::search
