#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/keys/directory.hpp"

/// DNS messages, by way of ldns. Private to core/keys.
namespace mass {

/// A query as it is sent, with a random id. `with_edns` says that answers of 1,232 octets may come
/// in one datagram: more of them reach anyone without a connection. Source: RFC 6891.
[[nodiscard]] Result<std::string> make_dns_query(const KeyQuery& query, bool with_edns);

/// What the header of an answer says that decides how to go on.
struct DnsHeader {
  bool is_truncated = false;
  bool is_format_error = false;  ///< What servers from before EDNS say of it.
};
[[nodiscard]] DnsHeader dns_header(std::string_view message) noexcept;

/// What a message says to a question. Octets that are no message are `failed`.
[[nodiscard]] KeyAnswer read_dns_answer(std::string_view message, const KeyQuery& query);

}  // namespace mass
