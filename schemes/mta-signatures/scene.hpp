#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/scheme/scheme.hpp"
#include "schemes/mta-signatures/attributes.hpp"
#include "schemes/mta-signatures/container.hpp"
#include "schemes/mta-signatures/fields.hpp"
#include "schemes/mta-signatures/leaves.hpp"

namespace mass::mta_signatures {

/// What all signatures of a message are compared with. Found once; what costs hashing, on demand.
/// Belongs to one verification on one thread.
class Scene {
 public:
  Scene(const Message& message, Container container, const Context& context);

  [[nodiscard]] const Message& message() const noexcept { return message_; }
  [[nodiscard]] const Container& container() const noexcept { return container_; }

  /// Whether some X-PostalTracking field has this msgid.
  [[nodiscard]] bool is_tracked(const std::string& msgid) const { return msgids_.contains(msgid); }

  /// Whether From has an address, and every address of it is of the domain or of one below.
  [[nodiscard]] bool is_from_in(std::string_view domain) const;

  /// Indices of the signed fields that now differ from their copies. Source: MTA Signatures sheet
  /// section 4, step 6.
  [[nodiscard]] std::vector<std::size_t> changed_fields(const FieldCopies& copies) const;

  /// How many leaves are there, and how many of the listed ones are among them; each counts once,
  /// in any order. Source: MTA Signatures sheet section 4, step 5.
  struct LeafCount {
    std::size_t present = 0;
    std::size_t found = 0;
  };
  [[nodiscard]] LeafCount count_leaves(const std::vector<Leaf>& listed);

  /// Whether some Received field has this digest.
  [[nodiscard]] bool has_received(const std::string& digest);

  /// The digest of what child `index` covers, as signature `number` from the top.
  [[nodiscard]] std::string content_digest(std::size_t index, HashAlgorithm algorithm, int number);

  /// Writes the signed fields that are present to the trace, if there is one, as `headers`.
  void trace_fields(int number) const;

 private:
  const Message& message_;
  Container container_;
  const Context& context_;
  std::set<std::string, std::less<>> msgids_;
  std::vector<std::string> from_domains_;
  bool is_from_usable_ = true;
  std::array<std::vector<std::string>, kSignedFields.size()> fields_;  // canonical
  std::optional<std::map<Leaf, std::size_t>> leaves_;
  std::size_t leaf_count_ = 0;
  std::optional<std::set<std::string, std::less<>>> received_;
  std::map<std::pair<HashAlgorithm, std::size_t>, std::string> contents_;
};

/// SHA-1 of the canonical field. Source: MTA Signatures sheet section 3.3, P.3.
[[nodiscard]] std::string received_digest(const Field& field, const Context& context);

}  // namespace mass::mta_signatures
