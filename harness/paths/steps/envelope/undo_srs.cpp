#include <fmt/format.h>

#include <optional>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass::transforms {

namespace {

// `SRS0=hash=stamp=domain=local` as `local@domain`; `SRS1=hash=host=rest` as `SRS0` and `rest` at
// the host. Source: common sheet section 7.
std::optional<std::string> former(std::string_view local) {
  const bool is_first = istarts_with(local, "SRS0");
  if ((!is_first && !istarts_with(local, "SRS1")) || local.size() < 6) return std::nullopt;
  std::string_view rest = local.substr(5);
  for (int skipped = is_first ? 2 : 1; skipped > 0; --skipped) {
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(equals + 1);
  }
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view host = rest.substr(0, equals);
  const std::string_view user = rest.substr(equals + 1);
  return is_first ? fmt::format("{}@{}", user, host) : fmt::format("SRS0{}@{}", user, host);
}

Applied apply_undo_srs(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string& given = parameters.text("domain");
  const std::string_view domain = given.empty() ? std::string_view(context.host) : given;
  Transit after = transit;
  for (std::string& recipient : after.envelope.rcpt_to) {
    const SplitAddress address = split_address(recipient);
    if (!iequals(address.domain, domain)) continue;
    if (auto sender = former(address.local)) recipient = *std::move(sender);
  }
  return applied(transit, std::move(after), {"turned rewritten addresses back"});
}

}  // namespace

Transform undo_srs() {
  return {.id = "undo_srs",
          .name = "undo_srs",
          .text =
              "Sends what comes to a rewritten envelope sender on to the sender it was made from. "
              "Hash and age are taken for right.",
          .models = "libsrs2, Mail::SRS, postsrsd",
          .benign = true,
          .parameters = {free_text("domain", "", "Domain of such addresses; empty: the host.")},
          .apply = apply_undo_srs};
}

}  // namespace mass::transforms
