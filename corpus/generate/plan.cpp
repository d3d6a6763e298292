#include "corpus/generate/plan.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace mass::generate {

namespace {

struct Share {
  Kind kind;
  std::size_t permille;
};

// Judgement, after the corpora of real mail at hand: two thirds plain text, a fifth with HTML, an
// eighth with attachments, a third on lists.
constexpr std::array<Share, 17> kShares{{{Kind::note, 255},
                                         {Kind::post, 195},
                                         {Kind::patch, 60},
                                         {Kind::web, 150},
                                         {Kind::newsletter, 60},
                                         {Kind::html, 45},
                                         {Kind::attachment, 80},
                                         {Kind::foreign, 60},
                                         {Kind::encoded, 10},
                                         {Kind::invite, 10},
                                         {Kind::forward, 15},
                                         {Kind::smime, 8},
                                         {Kind::pgp_mime, 12},
                                         {Kind::pgp_inline, 5},
                                         {Kind::bounce, 15},
                                         {Kind::auto_reply, 10},
                                         {Kind::system, 10}}};

struct Size {
  std::size_t percent;
  std::size_t least;
  std::size_t most;
};
constexpr std::array<Size, 6> kSizes{{{22, 250, 900},
                                      {38, 900, 2400},
                                      {25, 2400, 6000},
                                      {11, 6000, 15000},
                                      {3, 15000, 40000},
                                      {1, 40000, 100000}}};

struct Years {
  std::size_t percent;
  int first;
  int last;
};
constexpr std::array<Years, 3> kYears{{{45, 2002, 2005}, {25, 2006, 2014}, {30, 2015, 2025}}};

Twist twist_of(std::uint64_t seed, std::size_t index) {
  const std::size_t block = index / kBlock;
  if (block >= kFullBlocks && block % 3 != 0) return Twist::none;
  std::array<std::uint8_t, kBlock> cards{};
  std::iota(cards.begin(), cards.end(), std::uint8_t{0});
  RandomSource random(seed, {"corpus-block", std::to_string(block)});
  for (std::size_t i = cards.size() - 1; i > 0; --i) {
    std::swap(cards[i], cards[static_cast<std::size_t>(random.below(i + 1))]);
  }
  const std::size_t card = cards[index % kBlock];
  if (card >= kTwistCount) return Twist::none;
  const auto twist = static_cast<Twist>(card);
  return twist == Twist::over_1m && block != 0 ? Twist::none : twist;
}

struct Need {
  Twist twist;
  Kind kind;
};

// Twists that need a certain kind of message, or are one.
constexpr std::array<Need, 30> kNeeds{{{Twist::over_64k, Kind::attachment},
                                       {Twist::over_1m, Kind::attachment},
                                       {Twist::parameter_2231, Kind::attachment},
                                       {Twist::dkim_l_tag, Kind::post},
                                       {Twist::dkim_multi, Kind::post},
                                       {Twist::domainkeys, Kind::post},
                                       {Twist::arc, Kind::post},
                                       {Twist::iso_2022_jp, Kind::foreign},
                                       {Twist::shift_jis, Kind::foreign},
                                       {Twist::euc_jp, Kind::foreign},
                                       {Twist::koi8, Kind::foreign},
                                       {Twist::gb, Kind::foreign},
                                       {Twist::big5, Kind::foreign},
                                       {Twist::euc_kr, Kind::foreign},
                                       {Twist::utf_7, Kind::foreign},
                                       {Twist::other_charset, Kind::foreign},
                                       {Twist::windows_125x, Kind::foreign},
                                       {Twist::iso_8859, Kind::foreign},
                                       {Twist::bulk, Kind::newsletter},
                                       {Twist::forward, Kind::forward},
                                       {Twist::smime, Kind::smime},
                                       {Twist::smime_opaque, Kind::smime_opaque},
                                       {Twist::pgp_mime, Kind::pgp_mime},
                                       {Twist::pgp_encrypted, Kind::pgp_encrypted},
                                       {Twist::pgp_inline, Kind::pgp_inline},
                                       {Twist::bounce, Kind::bounce},
                                       {Twist::complaint, Kind::complaint},
                                       {Twist::auto_reply, Kind::auto_reply},
                                       {Twist::invite, Kind::invite},
                                       {Twist::base64_text, Kind::encoded}}};

// Twists that any kind of message can have; all others are about plain text.
constexpr std::array<Twist, 5> kAnyKind{Twist::none, Twist::duplicate_content_field, Twist::resent,
                                        Twist::no_received, Twist::many_received};

Kind draw_kind(Twist twist, Dice& dice) {
  const auto* const need = std::find_if(kNeeds.begin(), kNeeds.end(),
                                        [&](const Need& entry) { return entry.twist == twist; });
  if (need != kNeeds.end()) return need->kind;
  if (std::find(kAnyKind.begin(), kAnyKind.end(), twist) == kAnyKind.end()) return Kind::note;
  std::size_t point = dice.between(0, 999);
  for (const Share& share : kShares) {
    if (point < share.permille) return share.kind;
    point -= share.permille;
  }
  return Kind::note;
}

// Signatures came with their decade.
int draw_year(Twist twist, Dice& dice) {
  const auto from = [&](std::size_t first, std::size_t last) {
    return static_cast<int>(dice.between(first, last));
  };
  if (twist == Twist::arc) return from(2019, 2025);
  if (twist == Twist::eai_address || twist == Twist::utf8_header) return from(2015, 2025);
  if (twist == Twist::domainkeys) return from(2005, 2009);
  if (twist == Twist::dkim_multi || twist == Twist::dkim_l_tag) return from(2008, 2024);
  std::size_t point = dice.between(0, 99);
  for (const Years& years : kYears) {
    if (point < years.percent) {
      return from(static_cast<std::size_t>(years.first), static_cast<std::size_t>(years.last));
    }
    point -= years.percent;
  }
  return 2004;
}

std::size_t draw_size(Dice& dice) {
  std::size_t point = dice.between(0, 99);
  for (const Size& size : kSizes) {
    if (point < size.percent) return dice.between(size.least, size.most);
    point -= size.percent;
  }
  return 1500;
}

}  // namespace

Plan make_plan(std::uint64_t seed, std::size_t index, Dice& dice) {
  Plan plan{.index = index, .twist = twist_of(seed, index)};
  plan.kind = draw_kind(plan.twist, dice);
  plan.year = draw_year(plan.twist, dice);
  plan.text_octets = draw_size(dice);
  return plan;
}

}  // namespace mass::generate
