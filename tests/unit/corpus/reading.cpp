#include "reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mass {

namespace {

class TextSource final : public ByteSource {
 public:
  TextSource(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  Result<std::size_t> read(char* to, std::size_t limit) override {
    const std::size_t count = text_.copy(to, std::min(limit, piece_), at_);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> Reading::octets() const {
  std::vector<std::string> all;
  for (const RawMessage& message : messages) all.push_back(message.octets);
  return all;
}

std::vector<std::string> Reading::places() const {
  std::vector<std::string> all;
  for (const RawMessage& message : messages) all.push_back(message.place);
  return all;
}

Reading read_stored(const std::filesystem::path& path, const ReadOptions& options) {
  Reading reading;
  const auto reader = open_raw(path, options);
  if (!reader) {
    reading.error = reader.error().what;
    return reading;
  }
  while (auto item = (*reader)->next()) {
    if (auto* message = std::get_if<RawMessage>(&*item)) {
      reading.messages.push_back(std::move(*message));
    } else {
      reading.problems.push_back(std::get<CorpusProblem>(*std::move(item)));
    }
  }
  reading.skipped = (*reader)->skipped_files();
  return reading;
}

std::vector<CorpusMessage> read_all(CorpusReader& reader) {
  std::vector<CorpusMessage> messages;
  while (auto item = reader.next()) {
    if (auto* message = std::get_if<CorpusMessage>(&*item)) {
      messages.push_back(std::move(*message));
    } else {
      const auto& problem = std::get<CorpusProblem>(*item);
      ADD_FAILURE() << problem.place << ": " << problem.reason;
    }
  }
  return messages;
}

Input input_of(std::string text, std::size_t piece) {
  return Input(std::make_unique<TextSource>(std::move(text), piece));
}

}  // namespace mass
