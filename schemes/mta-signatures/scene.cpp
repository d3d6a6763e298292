#include "schemes/mta-signatures/scene.hpp"

#include <algorithm>

#include "core/message/address.hpp"
#include "schemes/mta-signatures/postal_data.hpp"

namespace mass::mta_signatures {

Scene::Scene(const Message& message, Container container, const Context& context)
    : message_(message), container_(std::move(container)), context_(context) {
  for (const Field& field : message.fields()) {
    if (field.is(kTrackingField)) msgids_.insert(tracking_msgid(field.value()));
    for (std::size_t i = 0; i < kSignedFields.size(); ++i) {
      if (field.is(kSignedFields[i])) fields_[i].push_back(canonical_field(field));
    }
    if (!field.is("From")) continue;
    const AddressList list = parse_address_list(field.value());
    is_from_usable_ = is_from_usable_ && !list.malformed;
    for (const Mailbox& mailbox : list.mailboxes) from_domains_.push_back(mailbox.domain);
  }
}

bool Scene::is_from_in(std::string_view domain) const {
  return is_from_usable_ && !from_domains_.empty() &&
         std::ranges::all_of(from_domains_, [domain](const std::string& from) {
           return !from.empty() && is_same_or_subdomain(from, domain);
         });
}

std::vector<std::size_t> Scene::changed_fields(const FieldCopies& copies) const {
  std::vector<std::size_t> changed;
  for (std::size_t i = 0; i < copies.size(); ++i) {
    const auto same = [](const std::string& copy, const std::string& present) {
      return canonical_copy(copy) == present;
    };
    if (!std::ranges::equal(copies[i], fields_[i], same)) changed.push_back(i);
  }
  return changed;
}

Scene::LeafCount Scene::count_leaves(const std::vector<Leaf>& listed) {
  if (!leaves_) {
    leaves_.emplace();
    for (Leaf& leaf : hash_leaves(message_, container_, context_)) {
      ++(*leaves_)[std::move(leaf)];
      ++leaf_count_;
    }
  }
  LeafCount count{.present = leaf_count_};
  std::map<Leaf, std::size_t> used;
  for (const Leaf& leaf : listed) {
    const auto present = leaves_->find(leaf);
    if (present != leaves_->end() && ++used[leaf] <= present->second) ++count.found;
  }
  return count;
}

bool Scene::has_received(const std::string& digest) {
  if (!received_) {
    received_.emplace();
    for (const Field& field : message_.fields()) {
      if (field.is("Received")) received_->insert(received_digest(field, context_));
    }
  }
  return received_->contains(digest);
}

std::string Scene::content_digest(std::size_t index, HashAlgorithm algorithm, int number) {
  // Signatures with no covered child between them cover the same octets.
  const auto& children = container_.children;
  const auto end = children.begin() + static_cast<std::ptrdiff_t>(index);
  const auto covered =
      static_cast<std::size_t>(std::ranges::count(children.begin(), end, false, &Child::is_postal));
  const std::pair key(algorithm, covered);
  const auto known = contents_.find(key);
  if (known != contents_.end() && context_.trace == nullptr) return known->second;
  return contents_[key] = hash_content({message_, container_, index, algorithm, number}, context_,
                                       context_.trace);
}

void Scene::trace_fields(int number) const {
  if (context_.trace == nullptr) return;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    for (const std::string& field : fields_[i]) {
      context_.trace->begin("headers", number, kSignedFields[i]);
      context_.trace->write(field);
    }
  }
}

std::string received_digest(const Field& field, const Context& context) {
  return context.crypto.digest(HashAlgorithm::sha1, canonical_field(field), context.cost);
}

}  // namespace mass::mta_signatures
