#include <fmt/format.h>

#include "core/message/address.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// `demo-bounces+user=dest.example@lists.example.org`: the recipient inside the sender, so that a
// bounce tells whom it is about. Source: common sheet section 7 (VERP).
std::string verp(const Parameters& parameters, const StepContext& context,
                 const std::string& recipient) {
  const SplitAddress address = split_address(recipient);
  return list_address(parameters, context,
                      fmt::format("-bounces+{}={}", address.local, address.domain));
}

std::string new_sender(const Parameters& parameters, const StepContext& context,
                       const std::string& recipient) {
  const std::string& form = parameters.text("form");
  if (form == "verp") return verp(parameters, context, recipient);
  if (form == "owner") {
    return one_line(fmt::format("owner-{}@{}", parameters.text("list"), context.host));
  }
  return list_address(parameters, context, "-bounces");
}

Transit with_sender(const Transit& transit, std::string sender,
                    std::vector<std::string> recipients) {
  Transit after = transit;
  after.envelope.mail_from = std::move(sender);
  after.envelope.rcpt_to = std::move(recipients);
  return after;
}

Applied apply_newsender(const Transit& transit, const Parameters& parameters,
                        StepContext& context) {
  if (transit.envelope.mail_from.empty() && parameters.flag("keep_null")) return unchanged(transit);
  const std::vector<std::string>& members = parameters.list("members");
  const std::vector<std::string>& recipients = members.empty() ? transit.envelope.rcpt_to : members;
  const std::string first = recipients.empty() ? "" : recipients.front();
  std::vector<std::string> log{
      fmt::format("MAIL FROM is <{}>", new_sender(parameters, context, first))};
  if (!members.empty()) log.push_back(fmt::format("RCPT TO is {} members", members.size()));
  if (parameters.text("form") != "verp" || recipients.size() < 2) {
    return applied(transit,
                   with_sender(transit, new_sender(parameters, context, first), recipients),
                   std::move(log));
  }
  Applied result{.out = {}, .changed = true, .log = std::move(log)};
  for (const std::string& recipient : recipients) {
    result.out.push_back(with_sender(transit, verp(parameters, context, recipient), {recipient}));
  }
  return result;
}

}  // namespace

Transform newsender() {
  return {.id = "T60",
          .name = "newsender",
          .text = "Makes the list the envelope sender and its members the recipients.",
          .models = "every list manager; owner aliases of Sendmail and Postfix (form owner)",
          .benign = true,
          .parameters = {list_name(),
                         word("form", "bounces", {"bounces", "verp", "owner"},
                              "demo-bounces@, one address for each recipient (VERP, one copy "
                              "each), or owner-demo@."),
                         texts("members", {"member@subscriber.example"},
                               "New recipients; empty: they stay."),
                         flag("keep_null", false, "Leave a null reverse-path null.")},
          .apply = apply_newsender};
}

}  // namespace mass::transforms
