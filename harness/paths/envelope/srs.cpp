#include <fmt/format.h>

#include <optional>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/message/address.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

/// Sender Rewriting Scheme, the classic form. Source: common sheet section 7.
namespace mass::transforms {

namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// Two characters for the day, which repeats after 1,024 days.
std::string time_stamp(Time time) {
  const auto day = static_cast<std::uint64_t>(day_number(time)) % 1024;
  return {kBase32[day / 32], kBase32[day % 32]};
}

// Whether `local` starts with `SRS0=` and the like; the separator may also be `+` or `-`.
bool is_form(std::string_view local, std::string_view form) {
  return istarts_with(local, form) && local.size() > form.size() &&
         std::string_view("=+-").contains(local[form.size()]);
}

class Rewriter {
 public:
  Rewriter(const Parameters& parameters, const StepContext& context, std::string domain)
      : parameters_(parameters), crypto_(context.crypto), domain_(std::move(domain)) {}

  // What the sender becomes; nothing if it is malformed SRS.
  [[nodiscard]] std::optional<std::string> rewrite(const SplitAddress& sender, Time time) const {
    const std::string_view local = sender.local;
    if (is_form(local, "SRS1")) return again(local.substr(5));
    if (is_form(local, "SRS0")) return second(sender.domain, local.substr(4));
    return first(sender, time_stamp(time));
  }

 private:
  [[nodiscard]] std::string hash(std::string_view text) const {
    CostMeter unpaid;  // the work of a forwarder, which no scheme is charged for
    const std::string mac =
        crypto_.hmac(HashAlgorithm::sha1, parameters_.text("secret"), ascii_lower(text), unpaid);
    return base64_encode(mac).substr(0,
                                     static_cast<std::size_t>(parameters_.number("hash_length")));
  }

  [[nodiscard]] std::string first(const SplitAddress& sender, std::string_view stamp) const {
    const std::string text = fmt::format("{}{}{}", stamp, sender.domain, sender.local);
    return fmt::format("SRS0{}{}={}={}={}@{}", parameters_.text("separator"), hash(text), stamp,
                       sender.domain, sender.local, domain_);
  }

  // The first forwarder's address without its SRS0, separator included.
  [[nodiscard]] std::string second(std::string_view forwarder, std::string_view rest) const {
    return fmt::format("SRS1{}{}={}={}@{}", parameters_.text("separator"),
                       hash(fmt::format("{}{}", forwarder, rest)), forwarder, rest, domain_);
  }

  // `HHH=first-forwarder=rest`: only the hash and the domain become ours.
  [[nodiscard]] std::optional<std::string> again(std::string_view text) const {
    const std::size_t hash_end = text.find('=');
    if (hash_end == std::string_view::npos) return std::nullopt;
    const std::size_t host_end = text.find('=', hash_end + 1);
    if (host_end == std::string_view::npos) return std::nullopt;
    return second(text.substr(hash_end + 1, host_end - hash_end - 1), text.substr(host_end + 1));
  }

  const Parameters& parameters_;
  const Crypto& crypto_;
  std::string domain_;
};

bool is_own(std::string_view domain, std::string_view own, const Parameters& parameters) {
  if (iequals(domain, own)) return true;
  for (const std::string& other : parameters.list("own_domains")) {
    if (iequals(domain, other)) return true;
  }
  return false;
}

Applied apply_srs(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string& given = parameters.text("domain");
  const std::string domain = one_line(given.empty() ? context.host : given);
  const SplitAddress sender = split_address(transit.envelope.mail_from);
  // A null reverse-path stays null: there is nobody to send a bounce to.
  if (sender.local.empty() || sender.domain.empty() || is_own(sender.domain, domain, parameters)) {
    return unchanged(transit);
  }
  const auto rewritten =
      Rewriter(parameters, context, domain).rewrite(sender, transit.envelope.time);
  if (!rewritten) return unchanged(transit);
  Transit after = transit;
  after.envelope.mail_from = *rewritten;
  return applied(transit, std::move(after),
                 {fmt::format("MAIL FROM is <{}>", one_line(*rewritten))});
}

}  // namespace

Transform srs() {
  return {.id = "T61",
          .name = "srs",
          .text = "Rewrites a foreign envelope sender into an address of the forwarder.",
          .models = "libsrs2, Mail::SRS, postsrsd",
          .benign = true,
          .parameters = {free_text("secret", "secret of the forwarder", "Key of the hash."),
                         free_text("domain", "", "Domain of the new address; empty: the host."),
                         texts("own_domains", {}, "More domains whose senders are not rewritten."),
                         word("separator", "=", {"=", "+", "-"}, "Sign behind SRS0 or SRS1."),
                         number("hash_length", 4, 1, 28, "Base64 characters of the hash.")},
          .apply = apply_srs};
}

}  // namespace mass::transforms
