#include "schemes/iim/policy.hpp"

#include <optional>
#include <string>

#include "core/base/text.hpp"
#include "core/taglist/quoted.hpp"
#include "schemes/iim/copies.hpp"

namespace mass::iim {
namespace {

// The word of the domain, `some` if it says nothing, or nothing if the DNS could not say.
std::optional<std::string> fetch(const std::string& name, const Context& context) {
  const KeyAnswer answer =
      context.directory.lookup({KeyQuery::Kind::dns_txt, name}, context.now, context.cost);
  if (answer.status == KeyAnswer::Status::failed || answer.status == KeyAnswer::Status::timeout) {
    return std::nullopt;
  }
  for (const std::string& record : answer.records) {
    const auto list = QuotedTagList::parse(record);
    const std::string* word = list ? list->find('p') : nullptr;
    if (word != nullptr && (*word == "all" || *word == "never")) return *word;
  }
  return "some";
}

}  // namespace

void apply_policy(Verdict& verdict, const Message& message, const Context& context) {
  if (verdict.outcome == Outcome::pass) verdict.disposition = Disposition::accept;
  if (verdict.outcome == Outcome::pass || verdict.outcome == Outcome::temperror) return;
  const Field* from = message.find("From");
  const auto address = from == nullptr ? std::nullopt : address_in(from->value());
  if (!address) return;
  const std::string name = "_policy._iim." + address->domain;
  if (!is_dns_name(name)) return;
  const auto word = fetch(name, context);
  if (!word) return;
  verdict.detail["policy"] = *word;
  if (*word == "all") verdict.disposition = Disposition::reject;
}

}  // namespace mass::iim
