#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "schemes/mta-signatures/container.hpp"
#include "schemes/mta-signatures/states.hpp"

namespace mass::mta_signatures {

inline constexpr std::string_view kTrackingField = "X-PostalTracking";
inline constexpr std::string_view kServiceField = "X-Certificate-Verification-Service";

/// A postal-data child, read. Source: MTA Signatures sheet sections 3.1 and 4, step 1.
struct PostalData {
  std::string msgid;                  ///< Parameter of the multipart.
  std::string der;                    ///< The CMS structure.
  std::vector<std::string> services;  ///< As shown in the MIME header; the signed copy decides.
  bool has_more_parts = false;        ///< Something stands behind the signature part.
};
[[nodiscard]] std::expected<PostalData, Flaw> read_postal_data(const Message& message,
                                                               const Container& container,
                                                               const Child& child);

/// The msgid of a tracking field's value, `MTAS/1.0 msgid=8A2A6`; empty if it has none.
[[nodiscard]] std::string tracking_msgid(std::string_view value);

/// What goes into a new postal-data child.
struct PostalEntity {
  std::string_view msgid;
  std::string_view boundary;
  std::string_view micalg;
  const std::vector<std::string>& services;
  std::string_view der;
};

/// The entity with its MIME header, ending in the closing delimiter and CRLF.
[[nodiscard]] std::string write_postal_data(const PostalEntity& entity);

}  // namespace mass::mta_signatures
