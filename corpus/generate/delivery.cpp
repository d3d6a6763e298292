#include "corpus/generate/delivery.hpp"

#include <fmt/format.h>

#include <array>

namespace mass::generate {

namespace {

// How many hosts a message passed, over real mail: most lists and firms take three to eight.
std::size_t draw_hops(Twist twist, bool on_list, Dice& dice) {
  if (twist == Twist::no_received) return 0;
  if (twist == Twist::many_received) return dice.between(10, 12);
  const std::size_t point = dice.between(0, 99);
  if (point < 2) return 0;
  if (point < 12) return on_list ? 3 : 1;
  if (point < 58) return dice.between(2, 4);
  return point < 97 ? dice.between(5, 9) : dice.between(10, 12);
}

// As the common transfer agents write it.
std::string received(const std::string& from, const std::string& by, const std::string& recipient,
                     std::int64_t date, Dice& dice) {
  const std::string client = draw_client_address(dice);
  const std::string when = date_text(date, 0);
  switch (dice.between(0, 5)) {
    case 0:
    case 1: {
      const std::string id = dice.form("^^^^^^^^^^");
      return fmt::format(
          "Received: from {0} ({0} [{1}])\n\tby {2} (Postfix) with ESMTP id {3}\n"
          "\tfor <{4}>; {5} (UTC)",
          from, client, by, id, recipient, when);
    }
    case 2: {
      const std::string id = dice.form("i76#####0#####");
      return fmt::format(
          "Received: from {0} ({0} [{1}])\n\tby {2} (8.12.11/8.12.11) with ESMTP id "
          "{3}\n\tfor <{4}>; {5}",
          from, client, by, id, recipient, when);
    }
    case 3: {
      const std::string id = dice.form("1B&&&&-000&&&-0&");
      return fmt::format(
          "Received: from [{1}] (helo={0})\n\tby {2} with esmtp (Exim 4.34)\n"
          "\tid {3}\n\tfor {4}; {5}",
          from, client, by, id, recipient, when);
    }
    case 4:
      return fmt::format("Received: (qmail {} invoked by uid 89); {}", dice.between(1000, 30000),
                         when);
    default:
      return fmt::format("Received: from {} ([{}]) by {} with SMTP;\n\t{}", from, client, by, when);
  }
}

void sign(Draft& draft, const Plan& plan, const std::string& domain, Dice& dice) {
  constexpr int kDomainKeys = 2005;
  constexpr int kDkim = 2007;
  constexpr int kDkimUsual = 2013;
  const bool has_domainkey =
      plan.twist == Twist::domainkeys ||
      (plan.year >= kDomainKeys && plan.year < kDkimUsual && dice.percent(12));
  if (has_domainkey) draft.put_on_top(domainkey_signature(domain, dice));
  const std::uint64_t chance = plan.year >= kDkimUsual ? 70 : plan.year >= kDkim ? 35 : 0;
  const bool with_length = plan.twist == Twist::dkim_l_tag;
  const bool twice = plan.twist == Twist::dkim_multi || (chance != 0 && dice.percent(10));
  if (with_length || twice || dice.percent(chance)) {
    draft.put_on_top(dkim_signature(domain, with_length, dice));
  }
  if (twice) draft.put_on_top(dkim_signature("relay.example.net", false, dice));
}

void add_verdicts(Draft& draft, const Plan& plan, const std::string& sender,
                  const std::string& host, Dice& dice) {
  constexpr int kResults = 2008;
  constexpr int kArc = 2018;
  if (dice.percent(20)) {
    draft.fields.push_back(fmt::format("X-Virus-Scanned: by scanner at {}", host));
  }
  if (dice.percent(25)) {
    const std::string score = dice.form("-#.#");
    draft.put_on_top("X-Spam-Level: ");
    draft.put_on_top(fmt::format(
        "X-Spam-Status: No, hits={} required=5.0\n\ttests=BAYES_00,IN_REP_TO,REFERENCES\n"
        "\tversion=2.64",
        score));
    draft.put_on_top(fmt::format("X-Spam-Checker-Version: SpamAssassin 2.64 on {}", host));
  }
  if (plan.year >= kResults && dice.percent(55)) {
    draft.put_on_top(
        fmt::format("Authentication-Results: {0};\n\tdkim=pass header.d={1};\n"
                    "\tspf=pass smtp.mailfrom={1}",
                    host, sender));
  }
  if (plan.year >= kResults && dice.percent(25)) {
    draft.put_on_top(
        fmt::format("Received-SPF: pass ({0}: domain of {1} designates sender)", host, sender));
  }
  if (plan.twist == Twist::arc || (plan.year >= kArc && dice.percent(25))) {
    const std::vector<std::string> set = arc_set(1, sender, dice);
    draft.fields.insert(draft.fields.begin(), set.begin(), set.end());
  }
}

}  // namespace

void deliver(Authored& authored, const Plan& plan, Dice& dice) {
  Draft& draft = authored.draft;
  const Person reader = draw_person(dice);
  const std::string origin = authored.letter.from.domain;
  sign(draft, plan, origin, dice);

  const std::size_t hops = draw_hops(plan.twist, authored.list.has_value(), dice);
  const std::size_t list_hop = authored.list ? hops / 2 : hops;
  std::int64_t now = authored.letter.date;
  std::string from = "client." + origin;
  for (std::size_t hop = 0; hop < hops; ++hop) {
    if (hop == list_hop) post_to_list(draft, *authored.list, now, dice);
    const bool is_last = hop + 1 == hops;
    const bool is_past_list = authored.list && hop >= list_hop;
    const std::string domain = is_last        ? reader.domain
                               : is_past_list ? authored.list->domain
                                              : origin;
    const std::string by = draw_host(domain, dice);
    now += static_cast<std::int64_t>(dice.percent(92) ? dice.between(0, 40)
                                                      : dice.between(300, 20000));
    draft.put_on_top(received(from, by, reader.address(), now, dice));
    from = by;
  }
  if (authored.list && list_hop >= hops) post_to_list(draft, *authored.list, now, dice);

  add_verdicts(draft, plan, origin, from, dice);
  if (dice.percent(20)) draft.put_on_top("X-Original-To: " + reader.address());
  if (dice.percent(50)) draft.put_on_top("Delivered-To: " + reader.address());
  if (dice.percent(85)) draft.put_on_top("Return-Path: <" + draft.envelope_from + ">");
  if (dice.percent(6)) draft.fields.emplace_back("Status: RO");
}

}  // namespace mass::generate
