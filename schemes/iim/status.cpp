#include "schemes/iim/status.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/scheme/scheme.hpp"
#include "core/taglist/quoted.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {
namespace {

std::string answer(const Verdict& verdict, std::string_view name) {
  const std::string word = text_detail(verdict, name);
  return word.empty() ? "?" : word;
}

// One short line: it quotes what strangers wrote.
std::string comment(const Verdict& verdict) {
  const std::string host = text_detail(verdict, "host");
  std::string text = fmt::format("message from {}", host.empty() ? "an unknown host" : host);
  if (verdict.outcome == Outcome::pass) return text + " verified; ";
  const std::string reason = text_detail(verdict, "reason");
  return text + fmt::format(" not verified: {}; ", reason.empty() ? verdict.reason : reason);
}

// s=y v=n is a matter of policy: the signature holds, the domain does not stand behind it.
std::string_view result_word(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return text_detail(verdict, "s") == "y" ? "policy" : "fail";
    case Outcome::permerror:
      return "neutral";
    case Outcome::temperror:
      return "temperror";
    case Outcome::none:
    case Outcome::na:
      break;
  }
  return "none";
}

}  // namespace

std::string status_field(const Verdict& verdict, const Settings& settings) {
  if (verdict.outcome == Outcome::none || verdict.outcome == Outcome::na) return {};
  std::string text = fmt::format("{}: s:\"{}\"; v:\"{}\";", kStatusField, answer(verdict, "s"),
                                 answer(verdict, "v"));
  if (const auto rating = verdict.detail.find("r"); rating != verdict.detail.end()) {
    text += fmt::format(" r:\"{}\";", to_text(rating->second));
  }
  if (!settings.host.empty()) text += fmt::format(" h:{};", quoted_value(settings.host));
  return text + fmt::format("\r\n\tc:{}", quoted_value(printable(comment(verdict), 200)));
}

std::string authentication_result(const Verdict& verdict) {
  std::string text = fmt::format("x-iim={}", result_word(verdict));
  if (!verdict.reason.empty() && verdict.outcome != Outcome::none) {
    text += " reason=" + authres_value(verdict.reason);
  }
  const std::string header = text_detail(verdict, "header");
  if (!header.empty() && !verdict.identity.empty()) {
    text += fmt::format(" header.{}={}", header, authres_value(verdict.identity));
  }
  return text;
}

}  // namespace mass::iim
