#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemes/entity-smime/settings.hpp"

namespace mass::entity_smime {

/// A certificate that a domain lists. Source: sheet section 4.4, element X509.
struct ListedCertificate {
  bool is_authority = false;
  HashAlgorithm hash = HashAlgorithm::sha1;
  std::string digest;
  std::string locator;  ///< URL; may be empty.
};

/// What a domain publishes at `_smimepolicy.<domain>`.
struct PolicyRecords {
  std::vector<ListedCertificate> certificates;
  std::vector<std::string> keys;       ///< SubjectPublicKeyInfo.
  std::vector<Policy> authentication;  ///< Of protocol SMIME.
};

/// Reads one record after the other; those of another version or element add nothing.
void read_policy_record(std::string_view text, PolicyRecords& records);

/// The policies of the domains that matter for one message: each is asked for once.
class PolicySource {
 public:
  explicit PolicySource(const Context& context) noexcept : context_(context) {}

  /// Null if the DNS could not say. A domain that is none publishes nothing.
  [[nodiscard]] const PolicyRecords* of(std::string_view domain);

 private:
  const Context& context_;
  std::map<std::string, std::optional<PolicyRecords>, std::less<>> known_;
};

}  // namespace mass::entity_smime
