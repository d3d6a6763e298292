#include <fmt/format.h>

#include "corpus/generate/delivery.hpp"

namespace mass::generate {

namespace {

// Base64 of `count` characters, folded as signers fold it.
std::string folded_base64(std::size_t count, std::string_view fold, Dice& dice) {
  constexpr std::size_t kLine = 64;
  std::string text;
  for (std::size_t done = 0; done < count; done += kLine) {
    if (done != 0) text.append("\n").append(fold);
    text += dice.form(std::string(std::min(kLine, count - done), '&'));
  }
  return text;
}

// A tab, or the tab and blank of some large systems.
std::string_view draw_fold(Dice& dice) {
  return dice.percent(15) ? "\t " : "\t";
}

std::string selector(Dice& dice) {
  constexpr std::array<std::string_view, 5> kSelectors{"mail", "s1024", "k1", "selector1", "beta"};
  return std::string(dice.pick(kSelectors));
}

}  // namespace

std::string dkim_signature(std::string_view domain, bool with_length, Dice& dice) {
  const bool simple = dice.percent(15);
  const std::string name = selector(dice);
  const std::string length = with_length ? dice.form(" l=1###;") : "";
  const std::string body_hash = dice.form(std::string(43, '&')) + "=";
  const std::string_view fold = draw_fold(dice);
  const std::string value = folded_base64(171, fold, dice);
  return fmt::format(
      "DKIM-Signature: v=1; a=rsa-sha256; c={}; d={};\n\ts={};{} "
      "h=from:to:subject:date:message-id;\n"
      "\tbh={};\n\tb={}=",
      simple ? "simple/simple" : "relaxed/relaxed", domain, name, length, body_hash, value);
}

std::string domainkey_signature(std::string_view domain, Dice& dice) {
  const bool simple = dice.percent(30);
  const std::string name = selector(dice);
  const std::string value = folded_base64(171, "  ", dice);
  return fmt::format("DomainKey-Signature: a=rsa-sha1; q=dns; c={};\n  s={}; d={};\n  b={}=",
                     simple ? "simple" : "nofws", name, domain, value);
}

std::vector<std::string> arc_set(int instance, std::string_view domain, Dice& dice) {
  const std::string time = dice.form("16########");
  const std::string_view fold = draw_fold(dice);
  const std::string seal = folded_base64(342, fold, dice);
  const std::string body_hash = dice.form(std::string(43, '&')) + "=";
  const std::string signature = folded_base64(342, fold, dice);
  return {fmt::format("ARC-Seal: i={}; a=rsa-sha256; t={}; cv={};\n\td={}; s=arc-2019;\n\tb={}==",
                      instance, time, instance == 1 ? "none" : "pass", domain, seal),
          fmt::format("ARC-Message-Signature: i={}; a=rsa-sha256; c=relaxed/relaxed; d={};\n"
                      "\ts=arc-2019; h=from:to:subject:date:message-id;\n\tbh={};\n\tb={}==",
                      instance, domain, body_hash, signature),
          fmt::format("ARC-Authentication-Results: i={0}; mx.{1};\n\tdkim=pass header.d={1};\n"
                      "\tspf=pass smtp.mailfrom={1}",
                      instance, domain)};
}

}  // namespace mass::generate
