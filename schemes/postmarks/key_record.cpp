#include "schemes/postmarks/key_record.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "core/taglist/taglist.hpp"

namespace mass::postmarks {
namespace {

constexpr std::string_view kKeySource = "postmarks sheet section 3.5";
constexpr std::size_t kLeastBits = 1024;
constexpr std::size_t kMostBits = 2048;

std::unexpected<Flaw> bad_key(std::string reason, Cause cause = Cause::key_syntax) {
  return std::unexpected(Flaw{cause, std::move(reason), std::string(kKeySource)});
}

bool is_absent_or(const TagList& list, std::string_view name, std::string_view value) {
  const std::string* found = list.find(name);
  return found == nullptr || *found == value;
}

}  // namespace

std::string key_name(std::string_view selector, std::string_view domain) {
  return fmt::format("{}._postmark.{}", selector, domain);
}

std::expected<std::shared_ptr<const RsaPublicKey>, Flaw> read_key(std::string_view record,
                                                                  PublicKeyCache& keys) {
  const auto list = TagList::parse(record, {.single_letter_names = false});
  if (!list) return bad_key("the key record: " + printable(list.error().what));
  if (!is_absent_or(*list, "v", "PMK1")) return bad_key("the key record is not of version PMK1");
  if (!is_absent_or(*list, "k", "rsa")) return bad_key("the key record is not of the type k=rsa");
  const std::string* data = list->find("p");
  if (data == nullptr) return bad_key("the key record has no p=");
  if (trim(*data).empty()) {
    return bad_key("the key is revoked: p= of the key record is empty", Cause::key_revoked);
  }
  const auto der = base64_decode(*data);
  if (!der) return bad_key("the key data p= is not Base64");
  auto key = keys.rsa(*der);
  if (!key) return bad_key("the key data p= cannot be used: " + printable(key.error().what));
  const std::size_t bits = (*key)->bits();
  if (bits < kLeastBits)
    return bad_key(fmt::format("the key has only {} bits", bits), Cause::key_weak);
  if (bits > kMostBits)
    return bad_key(fmt::format("the key has {} bits, over {}", bits, kMostBits));
  return *std::move(key);
}

std::string key_record(const RsaPrivateKey& key) {
  return "v=PMK1; k=rsa; p=" + base64_encode(key.public_der());
}

}  // namespace mass::postmarks
