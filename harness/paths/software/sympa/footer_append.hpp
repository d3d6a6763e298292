#pragma once

#include <string>

#include "harness/paths/software/sympa/mail_entity.hpp"

/// Private to this room.
namespace mass::transforms {

/// What a list puts around the text, UTF-8 with LF line ends. Empty ones are not added.
struct ListTexts {
  std::string header;
  std::string footer;
  std::string global_footer;
};

/// Into the text of the entity: plain or HTML text itself, the first part of a multipart/mixed or
/// multipart/related, every part of a multipart/alternative. Attachments, signed and encrypted
/// parts and text whose charset does not fit its octets are left alone. False: nothing was changed.
/// Source: Sympa 6.2.70, Sympa::Message, _append_parts.
bool append_list_texts(MailEntity& entity, const ListTexts& texts);

}  // namespace mass::transforms
