#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/keys/publication.hpp"

namespace mass {

/// What several domains publish under several scheme rows, laid together as real servers hold it:
/// what is the same is there once, and nothing contradicts anything else.
class PublishedKeys {
 public:
  /// `owner` says whose it is, for people (`domainkeys/std of example.com`). Errc::config names
  /// both owners of a DNS name or URL that would say two things. A domain that publishes nothing
  /// gets its zone all the same.
  [[nodiscard]] Result<void> add(std::string_view domain, std::string_view owner,
                                 const Publication& publication);

  /// The records by zone. A zone is a domain that was added; a record lies in the innermost zone
  /// there is. Hosts of URLs get an address record; hosts and records outside of all zones become
  /// zones of their own.
  [[nodiscard]] std::map<std::string, std::vector<DnsRecord>> zones(
      std::string_view http_address) const;

  /// Sorted by URL.
  [[nodiscard]] std::vector<HttpObject> http() const;

 private:
  struct RecordSet {
    std::string owner;
    std::vector<DnsRecord> records;
  };
  struct Object {
    std::string owner;
    HttpObject object;
  };
  std::set<std::string, std::less<>> domains_;
  std::map<std::pair<std::string, DnsRecord::Type>, RecordSet> dns_;
  std::map<std::string, Object, std::less<>> http_;
};

}  // namespace mass
