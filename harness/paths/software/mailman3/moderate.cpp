#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/mailman3/list_fields.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"

namespace mass::transforms {

namespace {

// What a rule makes of a message.
struct Ruling {
  std::string action;  // Empty: the rule misses.
  std::string reason;
};

class Moderation {
 public:
  Moderation(const Transit& transit, const Parameters& parameters)
      : parameters_(parameters),
        editor_(transit.message),
        senders_(senders_of(
            editor_, parameters.flag("envelope_counts") ? transit.envelope.mail_from : "")) {}

  // In the order of the built-in chain. The rest of its rules depend on settings that this step
  // does not have, and miss.
  [[nodiscard]] Ruling ruling(std::string_view rule) const {
    if (rule == "no-senders" && senders_.empty()) {
      return {"discard", "The message has no valid senders"};
    }
    if (rule == "loop" && is_posted_already()) {
      return {"discard", "Message has already been posted to this list"};
    }
    if (rule == "member-moderation" && is_from_member()) {
      return hit(parameters_.text("member_action"), "The message comes from a moderated member");
    }
    if (rule == "nonmember-moderation" && !is_from_member()) {
      return hit(parameters_.text("nonmember_action"), "The message is not from a list member");
    }
    if (rule == "no-subject" && lacks_subject()) return {"hold", "Message has no subject"};
    return {};
  }

  MessageEditor& editor() { return editor_; }

 private:
  static Ruling hit(const std::string& action, std::string reason) {
    return action == "defer" ? Ruling{} : Ruling{action, std::move(reason)};
  }

  [[nodiscard]] bool is_posted_already() const {
    const std::string& list = parameters_.text("list_address");
    return !list.empty() &&
           std::ranges::any_of(readable_values(editor_, "List-Post"), [&](const std::string& post) {
             return ascii_lower(trim(post)) == list;
           });
  }

  [[nodiscard]] bool is_from_member() const {
    const auto& members = parameters_.list("members");
    return std::ranges::any_of(senders_, [&](const std::string& sender) {
      return std::ranges::any_of(members, [&](std::string_view member) {
        return member == "*" || iequals(member, sender);
      });
    });
  }

  [[nodiscard]] bool lacks_subject() const {
    const auto subjects = readable_values(editor_, "Subject");
    return subjects.empty() || trim(subjects.front()).empty();
  }

  const Parameters& parameters_;
  MessageEditor editor_;
  std::vector<std::string> senders_;
};

constexpr std::string_view kRules[] = {"dmarc-mitigation",
                                       "no-senders",
                                       "approved",
                                       "emergency",
                                       "loop",
                                       "banned-address",
                                       "member-moderation",
                                       "nonmember-moderation",
                                       "administrivia",
                                       "implicit-dest",
                                       "max-recipients",
                                       "max-size",
                                       "news-moderation",
                                       "no-subject",
                                       "digests",
                                       "suspicious-header"};

Applied apply_moderate(const Transit& transit, const Parameters& parameters, StepContext&) {
  Moderation moderation(transit, parameters);
  std::string misses;
  for (const std::string_view rule : kRules) {
    const Ruling ruling = moderation.ruling(rule);
    if (ruling.action.empty()) {
      misses.append(misses.empty() ? "" : "; ").append(rule);
      continue;
    }
    if (ruling.action == "discard") return dropped(ruling.reason);
    if (ruling.action != "accept") return stopped(transit, Delivery::bounced, ruling.reason);
    moderation.editor().append(make_field("X-Mailman-Rule-Hits", " " + std::string(rule)));
    break;
  }
  moderation.editor().append(make_field("X-Mailman-Rule-Misses", " " + misses));
  return edited(transit, std::move(moderation.editor()), {"accepted"});
}

}  // namespace

Transform mailman3_moderate() {
  const std::vector<std::string> actions = {"defer", "accept", "hold", "reject", "discard"};
  return {.id = "mailman3_moderate",
          .name = "mailman3_moderate",
          .text = "Accepts, holds or discards a posting and notes which rules had a say.",
          .models = "Mailman 3 (built-in posting chain)",
          .benign = true,
          .parameters = {texts("members", {"*"}, "Addresses of members; * is everybody."),
                         word("member_action", "defer", actions,
                              "For members; defer: the other rules decide."),
                         word("nonmember_action", "accept", actions, "For everybody else."),
                         free_text("list_address", "",
                                   "A posting with this in List-Post has been here before."),
                         flag("envelope_counts", true,
                              "The reverse-path counts as a sender, as it does behind LMTP.")},
          .apply = apply_moderate};
}

}  // namespace mass::transforms
