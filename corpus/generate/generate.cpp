#include <fmt/format.h>

#include "corpus/generate/delivery.hpp"
#include "corpus/generate/oddities.hpp"
#include "corpus/import.hpp"

namespace mass {

namespace generate {

namespace {

LineEnds draw_line_ends(Twist twist, Dice& dice) {
  if (twist == Twist::bare_lf) return LineEnds::mixed;
  return dice.percent(8) ? LineEnds::crlf : LineEnds::lf;
}

RawMessage make_message(std::uint64_t seed, std::size_t index) {
  Dice dice(seed, index);
  const Plan plan = make_plan(seed, index, dice);
  Authored authored = write_message(plan, dice);
  Draft& draft = authored.draft;
  twist_header(draft, authored.letter, plan, dice);
  twist_body(draft, plan, dice);
  deliver(authored, plan, dice);
  draft.stored = draw_line_ends(plan.twist, dice);

  const std::string sender = draft.envelope_from.empty() ? "MAILER-DAEMON" : draft.envelope_from;
  const std::string date = envelope_date(authored.letter.date + 300);
  return {.head = fmt::format("From {} {}\n", sender, date),
          .octets = stored_octets(draft, plan, dice),
          .tail = "\n",
          .place = fmt::format("built-in:{}", index)};
}

class GeneratedMessages final : public RawReader {
 public:
  GeneratedMessages(std::uint64_t seed, std::size_t count) : seed_(seed), count_(count) {}

  std::optional<RawItem> next() override {
    if (made_ == count_) return std::nullopt;
    return make_message(seed_, made_++);
  }

 private:
  std::uint64_t seed_;
  std::size_t count_;
  std::size_t made_ = 0;
};

}  // namespace

}  // namespace generate

std::unique_ptr<CorpusReader> generate_corpus(std::uint64_t seed, std::size_t count,
                                              const ReadOptions& options) {
  return import_all(std::make_unique<generate::GeneratedMessages>(seed, count), options);
}

}  // namespace mass
