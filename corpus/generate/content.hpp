#pragma once

#include <optional>
#include <string>

#include "corpus/generate/agents.hpp"
#include "corpus/generate/charsets.hpp"
#include "corpus/generate/draft.hpp"
#include "corpus/generate/mime.hpp"
#include "corpus/generate/prose.hpp"

namespace mass::generate {

/// What the author of a message made, before any mail system saw it.
struct Authored {
  Draft draft;
  Letter letter;
  std::optional<MailingList> list;  ///< The list it was posted to.
};

/// What all the makers below need.
struct Desk {
  const Plan& plan;
  const Agent& agent;
  const Topic& topic;
  Letter& letter;
  Dice& dice;

  [[nodiscard]] std::string boundary() const;
};

[[nodiscard]] Authored write_message(const Plan& plan, Dice& dice);

/// Greeting, quotation, paragraphs, leave and signature, as the kind of message has them.
[[nodiscard]] std::string body_text(const Desk& desk, std::size_t octets);

[[nodiscard]] Entity plain_content(const Desk& desk);
[[nodiscard]] Entity patch_content(const Desk& desk);
[[nodiscard]] Entity foreign_content(const Desk& desk);  ///< Also sets subject and names.
[[nodiscard]] Entity web_content(const Desk& desk);
[[nodiscard]] Entity html_content(const Desk& desk);
[[nodiscard]] Entity newsletter_content(const Desk& desk);
[[nodiscard]] Entity attachment_content(const Desk& desk);
[[nodiscard]] Entity forward_content(const Desk& desk);
[[nodiscard]] Entity signed_content(const Desk& desk);  ///< S/MIME and PGP in all their forms.
[[nodiscard]] Entity invite_content(const Desk& desk);
[[nodiscard]] Entity bounce_content(const Desk& desk);
[[nodiscard]] Entity complaint_content(const Desk& desk);
[[nodiscard]] Entity system_content(const Desk& desk);

}  // namespace mass::generate
