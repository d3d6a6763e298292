#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/crypto/certificate.hpp"
#include "core/keys/http_answers.hpp"
#include "core/keys/trust.hpp"
#include "core/keys/zone.hpp"
#include "harness/keys/published.hpp"

/// Keys in a folder, in forms that real servers load unchanged:
///
///     dns/DOMAIN.zone      one master file per zone
///     dns/@root.zone       every other name: does not exist
///     dns/nsd.conf         configurations for NSD and Knot DNS, loopback only
///     dns/knot.conf
///     http/answers.json    what `load_http_answers` reads
///     http/objects/        bodies of answers.json that are no plain text
///     http/sites/HOST/...  the same for any web server: files below the root of each host
///     x509/anchors.pem     whom a receiver must trust
namespace mass {

struct KeyFolderOptions {
  std::filesystem::path folder;
  std::string zones_path;                  ///< Where name servers find the zone files; empty: in
                                           ///< the folder, where it is now.
  std::uint16_t port = 5300;               ///< Of the name server.
  std::string http_address = "127.0.0.1";  ///< IPv4 address of the hosts of URLs.
};

/// What was written, for people.
struct KeyFolderFacts {
  std::size_t zones = 0;
  std::size_t records = 0;
  std::size_t objects = 0;
  std::size_t not_in_sites = 0;  ///< Objects that no plain file can stand for (a query, a status).
  std::size_t anchors = 0;
};

/// Writes the folder; one that was written before is replaced, anything else that is there is
/// somebody's and stays (Errc::config).
[[nodiscard]] Result<KeyFolderFacts> write_key_folder(const PublishedKeys& keys,
                                                      const Certificates& anchors,
                                                      const KeyFolderOptions& options);

/// The same keys held in memory.
struct KeyFolder {
  std::shared_ptr<ZoneDirectory> dns;
  std::shared_ptr<HttpAnswers> http;
  std::shared_ptr<TrustStore> x509;
};

/// Reads all of a folder; parts that are not there are empty. Errc::config if it is no such folder.
[[nodiscard]] Result<KeyFolder> load_key_folder(const std::filesystem::path& folder);

}  // namespace mass
