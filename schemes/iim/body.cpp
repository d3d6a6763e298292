#include "schemes/iim/body.hpp"

#include <algorithm>

#include "core/canon/canon.hpp"
#include "schemes/iim/tags.hpp"

namespace mass::iim {
namespace {

// Passes on the octets from `skip` up to `limit`, counted after the skipped ones, and counts all.
class Window final : public Sink {
 public:
  Window(Sink* next, std::uint64_t skip, std::uint64_t limit) noexcept
      : next_(next), skip_(skip), limit_(limit) {}

  void write(std::string_view octets) override {
    const std::uint64_t skipped = std::min<std::uint64_t>(skip_, octets.size());
    skip_ -= skipped;
    octets.remove_prefix(static_cast<std::size_t>(skipped));
    if (next_ != nullptr && seen_ < limit_ && !octets.empty()) {
      const std::uint64_t length = std::min<std::uint64_t>(limit_ - seen_, octets.size());
      next_->write(octets.substr(0, static_cast<std::size_t>(length)));
    }
    seen_ += octets.size();
  }

  [[nodiscard]] std::uint64_t seen() const noexcept { return seen_; }

 private:
  Sink* next_;
  std::uint64_t skip_;
  std::uint64_t limit_;
  std::uint64_t seen_ = 0;
};

// Writes the canonical body up to `limit` octets; how many there are in all.
std::uint64_t canonicalize(std::string_view body, Nofws nofws, std::uint64_t limit, Sink* sink) {
  // DomainKeys puts the line that separates header and body in front; here it is not signed.
  Window window(sink, nofws == Nofws::keep_crlf ? 2 : 0, limit);
  switch (nofws) {
    case Nofws::drop_crlf:
      compact(body, window);
      break;
    case Nofws::keep_crlf:
      canonicalize_body(body, Canon::nofws, LastLine::add_crlf, window);
      break;
  }
  return window.seen();
}

std::uint64_t write_body(const SignedData& data, const Settings& settings, Sink& sink) {
  if (settings.count == Count::canonical) {
    return canonicalize(data.body, settings.nofws, data.count, &sink);
  }
  const std::uint64_t length = std::min<std::uint64_t>(data.count, data.body.size());
  canonicalize(data.body.substr(0, static_cast<std::size_t>(length)), settings.nofws, UINT64_MAX,
               &sink);
  return data.body.size();
}

}  // namespace

Hashed hash(const SignedData& data, const Settings& settings, const Context& context, Trace* trace,
            int signature) {
  Hasher hasher = context.crypto.hasher(HashAlgorithm::sha1);
  Tee tee(hasher, trace);
  Hashed hashed;
  const auto add_body = [&] {
    if (trace != nullptr) trace->begin("signed-data", signature, "");
    hashed.body_octets = write_body(data, settings, tee);
  };
  const auto add_field = [&] {
    if (trace != nullptr) trace->begin("signed-data", signature, kSignatureField);
    tee.write(canonical_field(data.tags));
  };
  if (settings.order == Order::field_first) add_field();
  add_body();
  if (settings.order == Order::body_first) add_field();
  hashed.digest = hasher.finish(context.cost);
  return hashed;
}

std::uint64_t whole_count(std::string_view body, const Settings& settings) {
  if (settings.count == Count::raw) return body.size();
  return canonicalize(body, settings.nofws, 0, nullptr);
}

}  // namespace mass::iim
