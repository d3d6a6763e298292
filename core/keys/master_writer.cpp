#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/keys/names.hpp"
#include "core/keys/zone.hpp"

namespace mass {

namespace {

// Anything but letters, digits, hyphen, underscore and asterisk means something to a name server
// somewhere in a name.
bool is_plain(char c) noexcept {
  const char lower = ascii_lower(c);
  return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '*';
}

void append_escaped(std::string& text, char c) {
  text += fmt::format("\\{:03}", static_cast<unsigned>(static_cast<unsigned char>(c)));
}

std::string written_name(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (is_plain(c) || c == '.') {
      text += c;
    } else {
      append_escaped(text, c);
    }
  }
  return text + '.';
}

std::string written_string(std::string_view octets) {
  std::string text = "\"";
  for (const char c : octets) {
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (c >= ' ' && c <= '~') {
      text += c;
    } else {
      append_escaped(text, c);
    }
  }
  return text + '"';
}

Result<std::string> written_srv(const DnsRecord& record) {
  const auto srv = record.strings.empty() ? std::nullopt : parse_srv(record.strings.front());
  if (!srv) return fail(Errc::malformed, "SRV record is not `priority weight port target`");
  return fmt::format("{} {} IN SRV {} {} {} {}\n", written_name(record.name), record.ttl_seconds,
                     srv->priority, srv->weight, srv->port, written_name(srv->target));
}

Result<std::string> written_address(const DnsRecord& record) {
  const bool is_plain_address =
      !record.strings.empty() && !record.strings.front().empty() &&
      record.strings.front().find_first_not_of("0123456789.") == std::string::npos;
  if (!is_plain_address) return fail(Errc::malformed, "A record is not an address");
  return fmt::format("{} {} IN A {}\n", written_name(record.name), record.ttl_seconds,
                     record.strings.front());
}

Result<std::string> written_txt(const DnsRecord& record) {
  std::size_t octets = 0;
  std::string strings;
  for (const std::string& part : record.strings) {
    if (part.size() > kLongestString) {
      return fail(Errc::malformed, "character-string is over 255 octets");
    }
    octets += 1 + part.size();
    if (!strings.empty()) strings += "\n    ";
    strings += written_string(part);
  }
  if (octets > kLongestData) return fail(Errc::malformed, "record is over 65535 octets");
  if (record.strings.empty()) strings = "\"\"";
  if (record.strings.size() > 1) strings = "(\n    " + strings + " )";
  return fmt::format("{} {} IN TXT {}\n", written_name(record.name), record.ttl_seconds, strings);
}

Result<std::string> written_record(const DnsRecord& record) {
  if (auto sound = check_name(record.name); !sound) return std::unexpected(sound.error());
  if (record.ttl_seconds > kLongestTtl) return fail(Errc::malformed, "TTL over 2147483647");
  switch (record.type) {
    case DnsRecord::Type::txt:
      return written_txt(record);
    case DnsRecord::Type::srv:
      return written_srv(record);
    case DnsRecord::Type::a:
      return written_address(record);
  }
  return fail(Errc::internal, "record of no known type");
}

bool lies_in(std::string_view name, std::string_view origin) noexcept {
  if (origin.empty() || name == origin) return true;
  return name.ends_with(origin) && name.size() > origin.size() &&
         name[name.size() - origin.size() - 1] == '.';
}

}  // namespace

Result<std::string> write_master_file(std::string_view origin, std::vector<DnsRecord> records) {
  const std::string zone = plain_name(origin);
  if (auto sound = check_name(zone); !sound) {
    return fail_in("write zone " + printable(origin), sound.error());
  }
  for (DnsRecord& record : records) {
    record.name = plain_name(record.name);
    if (!lies_in(record.name, zone)) {
      return fail(Errc::config, fmt::format("write zone {}: {} lies outside of it", printable(zone),
                                            printable(record.name)));
    }
  }
  std::ranges::stable_sort(records, {}, &DnsRecord::name);

  // Name servers load a zone only with an SOA record and a name server whose address is known.
  std::string text = fmt::format(
      "$ORIGIN {}\n"
      "$TTL 3600\n"
      "@ IN SOA ns hostmaster ( 1 7200 900 1209600 300 )\n"
      "@ IN NS ns\n"
      "ns IN A 192.0.2.1\n",
      zone.empty() ? "." : written_name(zone));
  for (const DnsRecord& record : records) {
    const auto written = written_record(record);
    if (!written) return fail_in("write " + printable(record.name), written.error());
    text += *written;
  }
  return text;
}

}  // namespace mass
