#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "core/base/text.hpp"
#include "corpus/corpus.hpp"
#include "features.hpp"
#include "reading.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

const fs::path& root() {
  static const fs::path path = fs::path(MASS_SHARED_DIR) / "corpus";
  return path;
}

std::string sha256(std::string_view octets) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return to_hex(digest);
}

/// A line of an index.tsv.
struct Row {
  std::string place;  ///< `file` or `file:offset`.
  std::string sha256;
  std::set<std::string> features;
};

std::vector<Row> read_index(const fs::path& path) {
  std::vector<Row> rows;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string_view> cells = split(line, '\t');
    Row row{.place = std::string(cells.at(1)), .sha256 = std::string(cells.at(4)), .features = {}};
    if (!cells.at(2).empty()) row.place.append(":").append(cells.at(2));
    for (const std::string_view feature : split(cells.at(8), ',')) row.features.emplace(feature);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<fs::path> corpora() {
  std::vector<fs::path> folders;
  if (!fs::exists(root())) return folders;
  for (const auto& entry : fs::directory_iterator(root())) {
    if (fs::exists(entry.path() / "index.tsv")) folders.push_back(entry.path());
  }
  return folders;
}

#define SKIP_WITHOUT_SHARED_CORPUS() \
  if (corpora().empty()) GTEST_SKIP() << "no mail corpora in " << root()

// The index hashes a file with its separator line and blank line, an entry of a foreign mbox with
// its blank line, and an entry of an mbox made for the corpora without either.
std::string indexed_octets(const RawMessage& message, const fs::path& corpus) {
  const bool is_file = message.place.find(':') == std::string::npos;
  if (is_file) return message.head + message.octets + message.tail;
  return corpus.filename() == "mbox-variants" ? message.octets + message.tail : message.octets;
}

TEST(SharedCorpus, GivesEveryMessageOfTheIndexWhenRead) {
  SKIP_WITHOUT_SHARED_CORPUS();
  for (const fs::path& folder : corpora()) {
    std::map<std::string, std::string> digests;
    const std::vector<Row> rows = read_index(folder / "index.tsv");
    for (const Row& row : rows) {
      digests[row.place] = row.sha256;
    }

    std::size_t messages = 0;
    std::vector<std::string> strange;
    const auto reader = open_raw(folder, {});
    ASSERT_TRUE(reader) << reader.error().what;
    while (const auto item = (*reader)->next()) {
      if (const auto* problem = std::get_if<CorpusProblem>(&*item)) {
        ADD_FAILURE() << problem->place << ": " << problem->reason;
        continue;
      }
      ++messages;
      const auto& message = std::get<RawMessage>(*item);
      const auto known = digests.find(message.place);
      if (known == digests.end() || known->second != sha256(indexed_octets(message, folder))) {
        strange.push_back(message.place);
      }
    }

    EXPECT_EQ(messages, rows.size()) << folder;
    // The index reads the marked file differently: it loses the entry behind the byte order mark
    // and takes a body paragraph, `From Russia with love`, for an entry instead.
    std::erase(strange, "MimeKit-unmunged.mbox:10");
    EXPECT_EQ(strange, std::vector<std::string>{}) << folder;
  }
}

TEST(SharedCorpus, GivesAllCorporaWhenTheirParentIsRead) {
  SKIP_WITHOUT_SHARED_CORPUS();
  std::size_t expected = 0;
  for (const fs::path& folder : corpora()) expected += read_index(folder / "index.tsv").size();

  const auto reader = open_corpus(root(), {});
  ASSERT_TRUE(reader) << reader.error().what;
  std::size_t messages = 0;
  std::size_t problems = 0;
  std::map<std::string, std::size_t> ids;
  while (const auto item = (*reader)->next()) {
    if (const auto* message = std::get_if<CorpusMessage>(&*item)) {
      ++messages;
      ++ids[message->id];
    } else {
      ++problems;
    }
  }

  EXPECT_EQ(messages, expected);
  EXPECT_EQ(problems, 0U);
  EXPECT_EQ(ids.size(), messages) << "an id stands twice";
  EXPECT_GT((*reader)->skipped_files(), 20U);
}

// The detectors that judge the built-in corpus are themselves judged by the index. Left out: what
// the index found in octets of the storage, and footers, whose words the notes do not list.
TEST(SharedCorpus, HasTheFeaturesThatTheDetectorsFind) {
  SKIP_WITHOUT_SHARED_CORPUS();
  const std::set<std::string> left_out{"list-footer", "null-sender", "quoted-from-line",
                                       "trailing-blank-lines"};
  constexpr std::size_t kAllowed = 12;  // of 3,202
  std::map<std::string, std::size_t> agreed;
  std::map<std::string, std::vector<std::string>> differing;
  for (const fs::path& folder : corpora()) {
    std::map<std::string, std::set<std::string>> indexed;
    for (Row& row : read_index(folder / "index.tsv")) indexed[row.place] = std::move(row.features);
    const auto reader = open_corpus(folder, {.as_is = true});
    ASSERT_TRUE(reader) << reader.error().what;
    for (const CorpusMessage& message : read_all(**reader)) {
      const auto known = indexed.find(message.origin);
      if (known == indexed.end()) continue;
      const std::set<std::string> found = features_of(message);
      std::vector<std::string> differences;
      std::ranges::set_symmetric_difference(found, known->second, std::back_inserter(differences));
      for (const std::string& feature : differences) differing[feature].push_back(message.origin);
      for (const std::string& feature : found) agreed[feature] += known->second.count(feature);
    }
  }

  for (const auto& [feature, places] : differing) {
    if (left_out.contains(feature)) continue;
    EXPECT_LE(places.size(), kAllowed) << feature << ", such as " << places.front();
  }
  EXPECT_EQ(agreed.size(), 76U) << "features of the notes";
}

TEST(SharedCorpus, ShowsNoTraceOfDeliveryInTheAuthorsView) {
  SKIP_WITHOUT_SHARED_CORPUS();
  const auto reader = open_corpus(root(), {});
  ASSERT_TRUE(reader) << reader.error().what;

  std::map<std::string, std::size_t> left;
  for (const CorpusMessage& message : read_all(**reader)) {
    for (const Field& field : message.message.fields()) {
      const std::string name = ascii_lower(field.name());
      const bool is_trace = name == "received" || name == "return-path" ||
                            name.starts_with("arc-") || name.starts_with("dkim-") ||
                            name.starts_with("list-") || name.starts_with("x-spam-");
      if (is_trace) ++left[name];
      if (name == "sender" && message.origin.starts_with("lists-")) {
        const std::string sender = ascii_lower(field.value());
        if (sender.contains("bounce") || sender.contains("owner")) ++left[sender];
      }
    }
  }

  EXPECT_EQ(left, (std::map<std::string, std::size_t>{}));
}

}  // namespace
}  // namespace mass
