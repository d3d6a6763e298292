#include "schemes/arc/sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/scheme/authres_reader.hpp"

namespace mass::arc {
namespace {

using signature::Flaw;
using signature::ParsedTags;
using signature::TagNeeds;

constexpr TagNeeds kSignatureNeeds{.loose_names = true};
constexpr TagNeeds kSealNeeds{.covers_message = false};
constexpr std::string_view kInstanceSource = "RFC 8617 section 4.2.1";

// 1*2DIGIT, 1 to 50; 0 if it is anything else.
std::size_t read_instance(std::string_view text) noexcept {
  if (text.empty() || text.size() > 2) return 0;
  const auto number = parse_decimal(text).value_or(0);
  return number <= kMaxSets ? static_cast<std::size_t>(number) : 0;
}

// `i=N;` in front of the results, comments anywhere between. Source: RFC 8617 section 4.1.1.
std::size_t instance_of_results(std::string_view value) noexcept {
  std::size_t at = skip_comments(value, 0);
  if (at == value.size() || value[at] != 'i') return 0;
  at = skip_comments(value, at + 1);
  if (at == value.size() || value[at] != '=') return 0;
  const std::size_t begin = skip_comments(value, at + 1);
  const auto* const digits_end =
      std::find_if_not(value.begin() + static_cast<std::ptrdiff_t>(begin), value.end(), is_digit);
  const auto end = static_cast<std::size_t>(digits_end - value.begin());
  at = skip_comments(value, end);
  if (at == value.size() || value[at] != ';') return 0;
  return read_instance(value.substr(begin, end - begin));
}

std::size_t instance_of_tags(const ParsedTags& parsed) noexcept {
  const std::string* text = parsed.list.find("i");
  return text == nullptr ? 0 : read_instance(*text);
}

Flaw broken(std::string reason, std::string_view source) {
  return {Outcome::fail, "chain broken", Cause::chain_broken, std::move(reason),
          std::string(source)};
}

/// Reads the fields of one message.
class ChainReader {
 public:
  Chain run(const Message& message) {
    for (const Field& field : message.fields()) read(field);
    if (chain_.is_closed()) {
      // Said first: it needs no other reason.
      chain_.flaw =
          broken(fmt::format("the seal of set {} says that the chain failed", chain_.sets.size()),
                 "RFC 8617 section 5.2 step 2");
      chain_.flawed = chain_.sets.size();
      return std::move(chain_);
    }
    for (std::size_t i = 1; i <= chain_.sets.size() && !chain_.flaw; ++i) check_set(i);
    return std::move(chain_);
  }

 private:
  void object(Flaw flaw, std::size_t instance) {
    if (chain_.flaw) return;
    chain_.flaw = std::move(flaw);
    chain_.flawed = instance;
  }

  void read(const Field& field) {
    if (field.is(kResultsField)) {
      place(field, instance_of_results(field.value()), &ArcSet::results, nullptr, {});
    } else if (field.is(kSignatureField)) {
      ParsedTags parsed = signature::parse_signature_tags(field.value(), kSignatureNeeds);
      const std::size_t instance = instance_of_tags(parsed);
      place(field, instance, &ArcSet::signature, &ArcSet::signature_tags, std::move(parsed));
    } else if (field.is(kSealField)) {
      ParsedTags parsed = signature::parse_signature_tags(field.value(), kSealNeeds);
      const std::size_t instance = instance_of_tags(parsed);
      place(field, instance, &ArcSet::seal, &ArcSet::seal_tags, std::move(parsed));
    }
  }

  void place(const Field& field, std::size_t instance, const Field* ArcSet::* where,
             ParsedTags ArcSet::* tags, ParsedTags parsed) {
    if (instance == 0) {
      // A list that cannot be read has no instance either.
      object(parsed.flaw && parsed.list.tags().empty()
                 ? *parsed.flaw
                 : broken(fmt::format("{} has no instance i= from 1 to {}",
                                      printable(field.name(), 40), kMaxSets),
                          kInstanceSource),
             0);
      return;
    }
    if (chain_.sets.size() < instance) chain_.sets.resize(instance);
    ArcSet& set = chain_.sets[instance - 1];
    if (set.*where != nullptr) {
      object(broken(fmt::format("set {} has two fields {}", instance, printable(field.name(), 40)),
                    "RFC 8617 section 5.2 step 3"),
             instance);
      return;
    }
    set.*where = &field;
    if (tags != nullptr) set.*tags = std::move(parsed);
  }

  void check_set(std::size_t instance) {
    const ArcSet& set = chain_.sets[instance - 1];
    for (const auto& [field, name] :
         {std::pair{set.results, kResultsField}, std::pair{set.signature, kSignatureField},
          std::pair{set.seal, kSealField}}) {
      if (field != nullptr) continue;
      object(broken(fmt::format("set {} of {} has no {}", instance, chain_.sets.size(), name),
                    "RFC 8617 section 5.2 step 3"),
             instance);
      return;
    }
    check_seal(set, instance);
    if (instance == chain_.sets.size()) check_newest(set, instance);
  }

  void check_seal(const ArcSet& set, std::size_t instance) {
    const std::string_view wanted = instance == 1 ? "none" : "pass";
    if (set.status() != wanted) {
      object(broken(fmt::format("the seal of set {} has cv={} instead of {}", instance,
                                printable(set.status(), 40), wanted),
                    "RFC 8617 section 5.2 step 3"),
             instance);
    }
    if (set.seal_tags.list.find("h") != nullptr) {
      object(signature::syntax_flaw(fmt::format("the seal of set {} has an h= tag", instance),
                                    "RFC 8617 section 4.1.3"),
             instance);
    }
    object_to(set.seal_tags, kSealField, instance);
  }

  void check_newest(const ArcSet& set, std::size_t instance) {
    object_to(set.signature_tags, kSignatureField, instance);
    const auto& names = set.signature_tags.tags.names;
    if (std::ranges::find(names, "arc-seal") == names.end()) return;
    object(signature::syntax_flaw(
               fmt::format("h= of the message signature of set {} names ARC-Seal", instance),
               "RFC 8617 section 4.1.2"),
           instance);
  }

  void object_to(const ParsedTags& parsed, std::string_view field, std::size_t instance) {
    if (!parsed.flaw) return;
    Flaw flaw = *parsed.flaw;
    flaw.reason = fmt::format("{} of set {}: {}", field, instance, flaw.reason);
    object(std::move(flaw), instance);
  }

  Chain chain_;
};

}  // namespace

std::string_view ArcSet::status() const noexcept {
  const std::string* text = seal_tags.list.find("cv");
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

bool Chain::is_closed() const noexcept {
  return !sets.empty() && sets.back().status() == "fail";
}

Chain read_chain(const Message& message) {
  return ChainReader().run(message);
}

}  // namespace mass::arc
