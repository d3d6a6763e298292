#include <algorithm>
#include <iterator>

#include "core/base/text.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/software/altermime/altermime.hpp"
#include "harness/paths/software/courier/courier.hpp"
#include "harness/paths/software/exim/exim.hpp"
#include "harness/paths/software/fetchmail/fetchmail.hpp"
#include "harness/paths/software/postfix/postfix.hpp"
#include "harness/paths/software/python_email/python_email.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"
#include "harness/paths/software/sieve/sieve.hpp"
#include "harness/paths/software/spamassassin/spamassassin.hpp"
#include "harness/paths/software/sympa/sympa.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass {

namespace {

std::vector<Transform> catalogue() {
  using namespace transforms;
  return {trace(),    listhdr(),   subjtag(), frommunge(),  replyto(),    ccdedupe(), refold(),
          hdrspace(), sigstrip(),  addar(),   footer(),     mimefooter(), cte(),      trailws(),
          eol(),      newsender(), srs(),     rcptexpand(), nullsender(), delay()};
}

std::vector<Transform> general_steps() {
  using namespace transforms;
  return {append_raw(),    content_length(),  drop(),           drop_empty(),
          escape_from(),   from_line(),       insert(),         limit_lines(),
          line_ends(),     parse_header(),    prepend_trace(),  qualify_addresses(),
          rename_fields(), set_mail_params(), set_recipients(), set_sender(),
          stop(),          strip_high_bit(),  subject_prefix(), trailing(),
          unfold_fields(), wrap_lines()};
}

// The catalogue by its numbers, then the steps by their names.
std::vector<Transform> everything() {
  using namespace transforms;
  std::vector<Transform> steps;
  for (const auto family :
       {general_steps, altermime_steps, courier_steps, exim_steps, fetchmail_steps, postfix_steps,
        python_email_steps, sendmail_steps, sieve_steps, spamassassin_steps, sympa_steps}) {
    std::ranges::move(family(), std::back_inserter(steps));
  }
  std::ranges::sort(steps, {}, &Transform::id);
  std::vector<Transform> all = catalogue();
  std::ranges::move(steps, std::back_inserter(all));
  return all;
}

}  // namespace

std::span<const Transform> all_transforms() {
  static const std::vector<Transform> all = everything();
  return all;
}

const Transform* find_transform(std::string_view name) {
  const auto all = all_transforms();
  const auto found = std::ranges::find_if(all, [&](const Transform& transform) {
    return iequals(transform.id, name) || iequals(transform.name, name);
  });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> transform_names() {
  std::vector<std::string> names;
  for (const Transform& transform : all_transforms()) {
    names.push_back(transform.id);
    if (transform.name != transform.id) names.push_back(transform.name);
  }
  return names;
}

}  // namespace mass
