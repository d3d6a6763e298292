#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/keys/decorators.hpp"
#include "core/keys/names.hpp"

namespace mass {

namespace {

constexpr std::size_t kMostEntries = 65536;
// Source: RFC 2308 sections 5 and 7, both well under the upper bounds given there.
constexpr std::chrono::seconds kAbsenceKept{300};
constexpr std::chrono::seconds kFailureKept{30};

// DNS names are the same whatever their case; URLs and certificate identifiers are not.
std::string cache_key(const KeyQuery& query) {
  const bool is_dns =
      query.kind == KeyQuery::Kind::dns_txt || query.kind == KeyQuery::Kind::dns_srv;
  std::string key(1, static_cast<char>('0' + static_cast<int>(query.kind)));
  return key += is_dns ? plain_name(query.name) : query.name;
}

std::chrono::seconds kept_for(const KeyAnswer& answer) noexcept {
  switch (answer.status) {
    case KeyAnswer::Status::found:
      return answer.ttl;
    case KeyAnswer::Status::absent:
      return kAbsenceKept;
    case KeyAnswer::Status::failed:
    case KeyAnswer::Status::timeout:
      return kFailureKept;
  }
  return {};
}

}  // namespace

struct CachingDirectory::State {
  struct Entry {
    KeyAnswer answer;
    Time since;
    Time until;
  };
  std::shared_mutex mutex;
  std::unordered_map<std::string, Entry> entries;
  std::atomic<std::uint64_t> hits = 0;
  std::atomic<std::uint64_t> misses = 0;
};

CachingDirectory::CachingDirectory(std::shared_ptr<const KeyDirectory> behind)
    : behind_(std::move(behind)), state_(std::make_shared<State>()) {}

std::uint64_t CachingDirectory::hits() const noexcept {
  return state_->hits;
}

std::uint64_t CachingDirectory::misses() const noexcept {
  return state_->misses;
}

KeyAnswer CachingDirectory::answer(const KeyQuery& query, Time now) const {
  const std::string key = cache_key(query);
  {
    const std::shared_lock lock(state_->mutex);
    const auto known = state_->entries.find(key);
    // Simulated clocks may run backwards between messages: an answer of the future is not known
    // yet.
    if (known != state_->entries.end() && known->second.since <= now && now < known->second.until) {
      ++state_->hits;
      KeyAnswer remembered = known->second.answer;
      remembered.waited = {};
      if (remembered.status == KeyAnswer::Status::found) {
        remembered.ttl = known->second.until - now;
      }
      return remembered;
    }
  }

  ++state_->misses;
  // Asked without the lock: a slow server must hold up nobody else.
  KeyAnswer fresh = ask(*behind_, query, now);
  const std::unique_lock lock(state_->mutex);
  if (state_->entries.size() >= kMostEntries) state_->entries.clear();
  state_->entries.insert_or_assign(key, State::Entry{fresh, now, now + kept_for(fresh)});
  return fresh;
}

}  // namespace mass
