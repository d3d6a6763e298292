#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/generate/dice.hpp"

namespace mass::generate {

struct Person {
  std::string display;
  std::string local;
  std::string domain;

  [[nodiscard]] std::string address() const { return local + "@" + domain; }
  [[nodiscard]] std::string first_name() const { return display.substr(0, display.find(' ')); }
};

[[nodiscard]] Person draw_person(Dice& dice);

/// `"Anna Berg" <anna.berg@harbour.example>`, in one of the ways in which mailers write it.
[[nodiscard]] std::string mailbox_text(const Person& person, Dice& dice);

/// A host of that domain, such as `mx2.harbour.example`.
[[nodiscard]] std::string draw_host(std::string_view domain, Dice& dice);

/// An address of the blocks for documentation. Source: RFC 5737.
[[nodiscard]] std::string draw_client_address(Dice& dice);

/// What manages a mailing list, which shows in the fields it adds.
enum class ListManager : std::uint8_t { mailman2, mailman3, majordomo, ecartis, ezmlm };

struct MailingList {
  std::string name;
  std::string domain;
  ListManager manager = ListManager::mailman2;

  [[nodiscard]] std::string address() const { return name + "@" + domain; }
};

[[nodiscard]] MailingList draw_list(int year, Dice& dice);

/// `Fri, 6 Aug 2004 21:01:54 +0200`.
[[nodiscard]] std::string date_text(std::int64_t unix_seconds, int zone_minutes);

/// `Fri Aug  6 21:01:54 2004`, in UTC.
[[nodiscard]] std::string envelope_date(std::int64_t unix_seconds);

/// A moment in that year, on the hours when people write mail.
[[nodiscard]] std::int64_t draw_moment(int year, Dice& dice);
[[nodiscard]] int draw_zone(Dice& dice);

}  // namespace mass::generate
