#include "schemes/mta-signatures/services.hpp"

#include "core/base/text.hpp"
#include "core/keys/http_answers.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"

namespace mass::mta_signatures {

Service read_service(std::string_view text) {
  text = trim(text);
  std::size_t end = 0;
  while (end < text.size() && !is_wsp(text[end])) ++end;
  const std::string_view method = text.substr(0, end);
  Service service;
  service.locator = trim(text.substr(end));
  if (iequals(method, "http:download:der_certs")) {
    service.method = Service::Method::http_certificates;
  } else if (iequals(method, "pkix:path:ca")) {
    service.method = Service::Method::pkix_path;
  }
  return service;
}

std::vector<std::string> split_services(std::string_view value) {
  std::vector<std::string> services;
  std::string item;
  bool is_quoted = false;
  const auto finish = [&] {
    if (const std::string_view text = trim(item); !text.empty()) services.emplace_back(text);
    item.clear();
  };
  const std::string flat = unfold(value);
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const char c = flat[i];
    if (c == '"') {
      is_quoted = !is_quoted;
    } else if (is_quoted && c == '\\' && i + 1 < flat.size()) {
      item += flat[++i];
    } else if (c == ',' && !is_quoted) {
      finish();
    } else {
      item += c;
    }
  }
  finish();
  return services;
}

std::string join_services(std::span<const std::string> services) {
  std::string value;
  for (const std::string& service : services) {
    if (!value.empty()) value += ",\r\n ";
    value += '"' + service + '"';
  }
  return value;
}

std::optional<std::string> certificate_url(std::string_view locator, std::string_view domain) {
  const bool is_absolute = locator.contains("://");
  if (!is_absolute && locator.starts_with('/')) locator.remove_prefix(1);
  if (locator.empty()) return std::nullopt;
  std::string text = is_absolute
                         ? std::string(locator)
                         : "http://certs." + ascii_lower(domain) + "/" + std::string(locator);
  const auto url = parse_url(text);
  if (!url || !is_dns_name(url->host) || !is_same_or_subdomain(url->host, domain)) {
    return std::nullopt;
  }
  return text;
}

}  // namespace mass::mta_signatures
