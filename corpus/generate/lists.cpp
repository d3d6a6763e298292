#include <fmt/format.h>

#include "corpus/generate/delivery.hpp"

namespace mass::generate {

namespace {

void add_mailman(Draft& draft, const MailingList& list, bool is_new, Dice& dice) {
  const auto add = [&](std::string field) { draft.fields.push_back(std::move(field)); };
  const std::string& name = list.name;
  const std::string& domain = list.domain;
  if (is_new) {
    const std::string hash = dice.form("^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^");
    add("Message-ID-Hash: " + hash);
    add("X-Message-ID-Hash: " + hash);
    add("X-MailFrom: " + draft.envelope_from);
    add("X-Mailman-Rule-Misses: dmarc-mitigation; no-senders; approved; loop; banned-address;\n"
        " nonmember-moderation; administrivia; implicit-dest; max-recipients; max-size");
    add("X-Mailman-Version: 3.3.4");
  } else {
    add("Sender: " + name + "-bounces@" + domain);
    add("Errors-To: " + name + "-bounces@" + domain);
    add("X-BeenThere: " + list.address());
    add("X-Mailman-Version: 2.1.5");
  }
  add("Precedence: list");
  add(fmt::format("List-Id: Talk about {0} <{0}.{1}>", name, domain));
  add(
      fmt::format("List-Unsubscribe: <http://{1}/listinfo/{0}>,\n"
                  "\t<mailto:{0}-request@{1}?subject=unsubscribe>",
                  name, domain));
  add(fmt::format("List-Archive: <http://{1}/archive/{0}>", name, domain));
  add(fmt::format("List-Post: <mailto:{}>", list.address()));
  add(fmt::format("List-Help: <mailto:{0}-request@{1}?subject=help>", name, domain));
  add(
      fmt::format("List-Subscribe: <http://{1}/listinfo/{0}>,\n"
                  "\t<mailto:{0}-request@{1}?subject=subscribe>",
                  name, domain));
}

void add_ecartis(Draft& draft, const MailingList& list, Dice& dice) {
  const auto add = [&](std::string field) { draft.fields.push_back(std::move(field)); };
  add(dice.form("X-archive-position: ####"));
  add("X-ecartis-version: Ecartis v1.0.0");
  add(fmt::format("Sender: {}-bounce@{}", list.name, list.domain));
  add(fmt::format("Errors-To: {}-bounce@{}", list.name, list.domain));
  add("X-original-sender: " + draft.envelope_from);
  add("Precedence: bulk");
  add("X-list: " + list.name);
}

void add_majordomo(Draft& draft, const MailingList& list) {
  const auto add = [&](std::string field) { draft.fields.push_back(std::move(field)); };
  add(fmt::format("Sender: {}-owner@{}", list.name, list.domain));
  add("Precedence: bulk");
  add(fmt::format("List-ID: <{}.{}>", list.name, list.domain));
  add("X-Mailing-List: " + list.address());
}

// ezmlm puts its fields on top.
void add_ezmlm(Draft& draft, const MailingList& list) {
  const std::string& name = list.name;
  const std::string& domain = list.domain;
  draft.put_on_top("Precedence: bulk");
  draft.put_on_top(fmt::format("List-Help: <mailto:{}-help@{}>", name, domain));
  draft.put_on_top(fmt::format("List-Post: <mailto:{}>", list.address()));
  draft.put_on_top(fmt::format("Mailing-List: contact {}-help@{}; run by ezmlm", name, domain));
}

bool takes_footer(const Draft& draft) {
  for (const std::string& field : draft.fields) {
    if (field.starts_with("Content-Type: ") && !field.starts_with("Content-Type: text/plain")) {
      return false;
    }
    if (field.starts_with("Content-Transfer-Encoding: ") && !field.ends_with("bit")) return false;
  }
  return true;
}

}  // namespace

void post_to_list(Draft& draft, const MailingList& list, std::int64_t date, Dice& dice) {
  switch (list.manager) {
    case ListManager::mailman2:
      add_mailman(draft, list, false, dice);
      break;
    case ListManager::mailman3:
      add_mailman(draft, list, true, dice);
      break;
    case ListManager::majordomo:
      add_majordomo(draft, list);
      break;
    case ListManager::ecartis:
      add_ecartis(draft, list, dice);
      break;
    case ListManager::ezmlm:
      add_ezmlm(draft, list);
      break;
  }
  if (takes_footer(draft) && dice.percent(15)) {
    draft.body += fmt::format(
        "_______________________________________________\n{0} mailing list\n{1}\n"
        "http://{2}/listinfo/{0}\n",
        list.name, list.address(), list.domain);
  }
  if (dice.percent(10)) draft.fields.push_back("X-Original-Date: " + date_text(date, 0));
  draft.envelope_from = fmt::format("{}-bounces@{}", list.name, list.domain);
}

}  // namespace mass::generate
