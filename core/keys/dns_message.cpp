#include "core/keys/dns_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/text.hpp"
#include "core/keys/dns_server.hpp"

// Last, because it makes macros of bool, true and false.
#include <ldns/ldns.h>
#undef bool
#undef true
#undef false

namespace mass {
namespace {

constexpr std::uint16_t kUdpSize = 1232;  // DNS flag day 2020: fits any path unfragmented
constexpr int kLongestAliasChain = 16;

struct Free {
  void operator()(ldns_pkt* packet) const noexcept { ldns_pkt_free(packet); }
  void operator()(ldns_rdf* data) const noexcept { ldns_rdf_deep_free(data); }
  void operator()(std::uint8_t* octets) const noexcept { LDNS_FREE(octets); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string_view octets_of(const ldns_rdf* data) {
  return {reinterpret_cast<const char*>(ldns_rdf_data(data)), ldns_rdf_size(data)};
}

// A name as text, lower case, without final dot. Octets that would look like something else are
// written as `\DDD`.
std::string name_of(const ldns_rdf* name) {
  std::string text;
  std::string_view rest = octets_of(name);
  while (!rest.empty() && rest.front() != '\0') {
    const auto size = static_cast<std::size_t>(static_cast<unsigned char>(rest.front()));
    if (!text.empty()) text += '.';
    for (const char c : rest.substr(1, size)) {
      const bool is_plain = c > ' ' && c <= '~' && c != '.' && c != '\\';
      text += is_plain
                  ? std::string(1, ascii_lower(c))
                  : fmt::format("\\{:03}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
  return text;
}

std::optional<std::string> txt_of(const ldns_rr* record) {
  std::string text;
  for (std::size_t i = 0; i < ldns_rr_rd_count(record); ++i) {
    const std::string_view string = octets_of(ldns_rr_rdf(record, i));  // length octet in front
    if (string.empty()) return std::nullopt;
    text += string.substr(1);
  }
  return text;
}

std::optional<std::string> srv_of(const ldns_rr* record) {
  if (ldns_rr_rd_count(record) != 4) return std::nullopt;
  return fmt::format("{} {} {} {}", ldns_rdf2native_int16(ldns_rr_rdf(record, 0)),
                     ldns_rdf2native_int16(ldns_rr_rdf(record, 1)),
                     ldns_rdf2native_int16(ldns_rr_rdf(record, 2)),
                     name_of(ldns_rr_rdf(record, 3)));
}

// A TTL with its first bit set counts as zero. Source: RFC 2181 section 8.
std::chrono::seconds ttl_of(const ldns_rr* record) {
  const std::uint32_t ttl = ldns_rr_ttl(record);
  return std::chrono::seconds(ttl > std::numeric_limits<std::int32_t>::max() ? 0 : ttl);
}

// The records of an answer section, read once.
class AnswerSection {
 public:
  explicit AnswerSection(const ldns_pkt& packet) {
    const ldns_rr_list* list = ldns_pkt_answer(&packet);
    const std::size_t count = list == nullptr ? 0 : ldns_rr_list_rr_count(list);
    for (std::size_t i = 0; i < count; ++i) {
      const ldns_rr* record = ldns_rr_list_rr(list, i);
      if (ldns_rr_get_class(record) != LDNS_RR_CLASS_IN) continue;
      records_.push_back({name_of(ldns_rr_owner(record)), record});
    }
  }

  // Follows aliases from `name`; false if a record is broken.
  bool collect(std::string name, ldns_rr_type type, KeyAnswer& into) const {
    std::chrono::seconds ttl{std::numeric_limits<std::int32_t>::max()};
    for (int hop = 0; hop <= kLongestAliasChain; ++hop) {
      std::optional<std::string> alias;
      for (const auto& [owner, record] : records_) {
        if (owner != name) continue;
        if (ldns_rr_get_type(record) == type) {
          auto text = type == LDNS_RR_TYPE_TXT ? txt_of(record) : srv_of(record);
          if (!text) return false;
          into.octets += text->size();
          into.records.push_back(*std::move(text));
          ttl = std::min(ttl, ttl_of(record));
        } else if (ldns_rr_get_type(record) == LDNS_RR_TYPE_CNAME &&
                   ldns_rr_rd_count(record) == 1) {
          alias = name_of(ldns_rr_rdf(record, 0));
          ttl = std::min(ttl, ttl_of(record));
        }
      }
      if (!into.records.empty()) into.ttl = ttl;
      if (!into.records.empty() || !alias) return true;
      name = *std::move(alias);
    }
    return true;
  }

 private:
  struct Item {
    std::string owner;
    const ldns_rr* record;
  };
  std::vector<Item> records_;
};

std::string name_of(ldns_pkt_rcode code) {
  switch (code) {
    case LDNS_RCODE_SERVFAIL:
      return "SERVFAIL";
    case LDNS_RCODE_REFUSED:
      return "REFUSED";
    case LDNS_RCODE_FORMERR:
      return "FORMERR";
    case LDNS_RCODE_NOTIMPL:
      return "NOTIMP";
    default:
      return fmt::format("response code {}", static_cast<int>(code));
  }
}

ldns_rr_type type_of(const KeyQuery& query) noexcept {
  return query.kind == KeyQuery::Kind::dns_srv ? LDNS_RR_TYPE_SRV : LDNS_RR_TYPE_TXT;
}

KeyAnswer broken(std::string note) {
  KeyAnswer given;
  given.status = KeyAnswer::Status::failed;
  given.note = std::move(note);
  return given;
}

}  // namespace

Result<std::string> make_dns_query(const KeyQuery& query, bool with_edns) {
  ldns_rdf* name = ldns_dname_new_frm_str(query.name.c_str());
  if (name == nullptr) return fail(Errc::malformed, "not a DNS name");
  // Takes the name over.
  const Owned<ldns_pkt> packet(ldns_pkt_query_new(name, type_of(query), LDNS_RR_CLASS_IN, LDNS_RD));
  if (!packet) return fail(Errc::internal, "make DNS query");
  ldns_pkt_set_random_id(packet.get());
  if (with_edns) ldns_pkt_set_edns_udp_size(packet.get(), kUdpSize);
  std::uint8_t* wire = nullptr;
  std::size_t size = 0;
  if (ldns_pkt2wire(&wire, packet.get(), &size) != LDNS_STATUS_OK) {
    return fail(Errc::internal, "write DNS query");
  }
  const Owned<std::uint8_t> owned(wire);
  return std::string(reinterpret_cast<const char*>(wire), size);
}

DnsHeader dns_header(std::string_view message) noexcept {
  if (message.size() < 4) return {};
  return {.is_truncated = (static_cast<unsigned char>(message[2]) & 0x02U) != 0,
          .is_format_error = (static_cast<unsigned char>(message[3]) & 0x0FU) == 1};
}

KeyAnswer read_dns_answer(std::string_view message, const KeyQuery& query) {
  ldns_pkt* read = nullptr;
  const ldns_status status =
      ldns_wire2pkt(&read, reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
  const Owned<ldns_pkt> packet(status == LDNS_STATUS_OK ? read : nullptr);
  if (!packet) {
    return broken(fmt::format("malformed answer: {}", ldns_get_errorstr_by_id(status)));
  }
  KeyAnswer given;
  const ldns_pkt_rcode code = ldns_pkt_get_rcode(packet.get());
  if (code == LDNS_RCODE_NXDOMAIN) {
    given.note = "NXDOMAIN";
    return given;
  }
  if (code != LDNS_RCODE_NOERROR) return broken(name_of(code));
  if (!AnswerSection(*packet).collect(ascii_lower(query.name), type_of(query), given)) {
    return broken("malformed answer: a record of the wrong form");
  }
  if (given.records.empty()) {
    given.note = "no such record";
  } else {
    given.status = KeyAnswer::Status::found;
  }
  return given;
}

std::string dns_library_version() {
  return std::string("ldns ") + ldns_version();
}

}  // namespace mass
