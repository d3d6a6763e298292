#include "harness/plugin/wire_words.hpp"

namespace mass::wire {
namespace {

constexpr Words<KeyQuery::Kind, 5> kKinds{{{"dns_txt", KeyQuery::Kind::dns_txt},
                                           {"dns_srv", KeyQuery::Kind::dns_srv},
                                           {"http_get", KeyQuery::Kind::http_get},
                                           {"x509_anchor", KeyQuery::Kind::x509_anchor},
                                           {"x509_crl", KeyQuery::Kind::x509_crl}}};

constexpr Words<KeyAnswer::Status, 4> kStatuses{{{"found", KeyAnswer::Status::found},
                                                 {"absent", KeyAnswer::Status::absent},
                                                 {"failed", KeyAnswer::Status::failed},
                                                 {"timeout", KeyAnswer::Status::timeout}}};

constexpr Words<DnsRecord::Type, 3> kTypes{
    {{"txt", DnsRecord::Type::txt}, {"srv", DnsRecord::Type::srv}, {"a", DnsRecord::Type::a}}};

DnsRecord dns_record(const json& item) {
  DnsRecord record;
  std::string type = "txt";
  std::string whole;
  take(type, item, "type");
  take(whole, item, "text");
  record.type = known(find_word(kTypes, type), "type of record", type);
  record.name = ascii_lower(octets(item.at("name")));
  record.strings = character_strings(whole);
  take(record.strings, item, "strings");
  take(record.ttl_seconds, item, "ttl");
  return record;
}

HttpObject http_object(const json& item) {
  HttpObject object;
  object.url = octets(item.at("url"));
  object.body = octets(item.at("body"));
  take(object.status, item, "status");
  take(object.content_type, item, "content_type");
  take(object.ttl_seconds, item, "ttl");
  return object;
}

}  // namespace

json to_json(const Publication& publication) {
  json dns = json::array();
  for (const DnsRecord& record : publication.dns) {
    dns.push_back({{"name", text(record.name)},
                   {"type", word_of(kTypes, record.type)},
                   {"strings", texts(record.strings)},
                   {"ttl", record.ttl_seconds}});
  }
  json http = json::array();
  for (const HttpObject& object : publication.http) {
    http.push_back({{"url", text(object.url)},
                    {"status", object.status},
                    {"content_type", text(object.content_type)},
                    {"body", text(object.body)},
                    {"ttl", object.ttl_seconds}});
  }
  return {{"dns", std::move(dns)}, {"http", std::move(http)}};
}

Publication publication(const json& object) {
  Publication publication;
  for (const json& item : object.value("dns", json::array())) {
    publication.dns.push_back(dns_record(item));
  }
  for (const json& item : object.value("http", json::array())) {
    publication.http.push_back(http_object(item));
  }
  return publication;
}

json to_json(const KeyQuery& query) {
  return {{"kind", word_of(kKinds, query.kind)}, {"name", text(query.name)}};
}

KeyQuery query(const json& object) {
  const std::string kind = object.at("kind").get<std::string>();
  return {known(find_word(kKinds, kind), "kind of question", kind), octets(object.at("name"))};
}

json to_json(const KeyAnswer& answer) {
  return {{"status", word_of(kStatuses, answer.status)},
          {"records", texts(answer.records)},
          {"ttl", answer.ttl.count()},
          {"note", text(answer.note)}};
}

KeyAnswer answer(const json& object) {
  KeyAnswer answer;
  const std::string status = object.at("status").get<std::string>();
  answer.status = known(find_word(kStatuses, status), "status", status);
  take(answer.records, object, "records");
  std::int64_t ttl = 0;
  take(ttl, object, "ttl");
  answer.ttl = std::chrono::seconds(ttl);
  take(answer.note, object, "note");
  for (const std::string& record : answer.records) answer.octets += record.size();
  return answer;
}

json to_json(const CertificateNames& names) {
  return {{"common_name", text(names.common_name)},
          {"emails", texts(names.emails)},
          {"dns_names", texts(names.dns_names)}};
}

CertificateNames names(const json& object) {
  CertificateNames names;
  take(names.common_name, object, "common_name");
  take(names.emails, object, "emails");
  take(names.dns_names, object, "dns_names");
  return names;
}

}  // namespace mass::wire
