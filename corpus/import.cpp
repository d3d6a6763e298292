#include "corpus/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/ids.hpp"
#include "core/base/text.hpp"

namespace mass {

namespace {

// `From MAILER-DAEMON Fri Aug  6 ...`: what a delivery agent writes for the null reverse-path, with
// or without a domain; some write `From <>`.
bool is_from_daemon(std::string_view head) noexcept {
  const std::size_t from = head.find("From ");
  if (from == std::string_view::npos) return false;
  std::string_view sender = head.substr(from + 5);
  sender.remove_prefix(std::min(sender.find_first_not_of(' '), sender.size()));
  return istarts_with(sender, "MAILER-DAEMON") || sender.starts_with("<> ");
}

bool has_null_sender(const Message& message, std::string_view head) {
  const Field* const path = message.find("Return-Path");
  const bool is_null = path != nullptr && without_whitespace(path->value()) == "<>";
  return is_null || is_from_daemon(head);
}

class ImportReader final : public CorpusReader {
 public:
  ImportReader(std::unique_ptr<RawReader> stored, const ReadOptions& options)
      : stored_(std::move(stored)), importer_(options) {}

  // True if there is anything to give.
  bool look_ahead() {
    ahead_ = stored_->next();
    return ahead_.has_value();
  }

  std::optional<CorpusItem> next() override {
    auto item = ahead_ ? std::exchange(ahead_, std::nullopt) : stored_->next();
    if (!item) return std::nullopt;
    if (auto* problem = std::get_if<CorpusProblem>(&*item)) return std::move(*problem);
    return importer_.import(std::get<RawMessage>(*std::move(item)));
  }

  std::size_t skipped_files() const noexcept override { return stored_->skipped_files(); }

 private:
  std::unique_ptr<RawReader> stored_;
  Importer importer_;
  std::optional<RawItem> ahead_;
};

}  // namespace

std::string Importer::unique_id(std::string_view wire) {
  std::string id = make_id({wire});
  constexpr std::size_t kHalf = 16;
  std::pair<std::uint64_t, std::uint64_t> key;
  std::from_chars(id.data(), id.data() + kHalf, key.first, 16);
  std::from_chars(id.data() + kHalf, id.data() + id.size(), key.second, 16);
  const std::uint32_t times = ++seen_[key];
  return times == 1 ? id : fmt::format("{}-{}", id, times);
}

CorpusMessage Importer::import(RawMessage raw) {
  CorpusMessage message;
  message.origin = std::move(raw.place);
  std::string wire = to_wire(std::move(raw.octets), message.line_ends);
  message.id = unique_id(wire);
  const Message received = Message::parse(std::move(wire));
  message.null_sender = has_null_sender(received, raw.head);
  message.message = options_.as_is ? received : authors_view(received, message.removed);
  message.strata = strata_of(message.message);
  return message;
}

std::unique_ptr<CorpusReader> import_all(std::unique_ptr<RawReader> stored,
                                         const ReadOptions& options) {
  return std::make_unique<ImportReader>(std::move(stored), options);
}

Result<std::unique_ptr<CorpusReader>> open_corpus(const std::filesystem::path& path,
                                                  const ReadOptions& options) {
  auto stored = open_raw(path, options);
  if (!stored) return std::unexpected(stored.error());
  auto reader = std::make_unique<ImportReader>(*std::move(stored), options);
  if (!reader->look_ahead()) {
    return fail(Errc::malformed,
                fmt::format("open corpus {}: nothing in it is mail (other files: {})",
                            printable(path.string(), 1000), reader->skipped_files()));
  }
  return reader;
}

}  // namespace mass
