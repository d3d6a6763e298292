#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/software/altermime/altermime.hpp"
#include "harness/paths/software/exim/exim.hpp"
#include "harness/paths/software/fetchmail/fetchmail.hpp"
#include "harness/paths/software/postfix/postfix.hpp"
#include "harness/paths/software/sendmail/sendmail.hpp"
#include "harness/paths/software/sieve/sieve.hpp"
#include "harness/paths/steps/steps.hpp"

namespace mass {

namespace {

// The catalogue by its numbers, then the steps by their names.
std::vector<Transform> with_steps(const std::vector<Transform>& catalogue,
                                  std::initializer_list<std::vector<Transform>> families) {
  std::vector<Transform> steps;
  for (const std::vector<Transform>& family : families) {
    steps.insert(steps.end(), family.begin(), family.end());
  }
  std::ranges::sort(steps, {}, &Transform::id);
  std::vector<Transform> all = catalogue;
  all.insert(all.end(), steps.begin(), steps.end());
  return all;
}

}  // namespace

std::span<const Transform> all_transforms() {
  using namespace transforms;
  static const std::vector<Transform> catalogue{
      trace(),    listhdr(),   subjtag(), frommunge(),  replyto(),    ccdedupe(), refold(),
      hdrspace(), sigstrip(),  addar(),   footer(),     mimefooter(), cte(),      trailws(),
      eol(),      newsender(), srs(),     rcptexpand(), nullsender(), delay(),
  };
  static const std::vector<Transform> all = with_steps(catalogue, {
                                                                      {drop(),
                                                                       insert(),
                                                                       limit_lines(),
                                                                       line_ends(),
                                                                       parse_header(),
                                                                       subject_prefix(),
                                                                       append_raw(),
                                                                       qualify_addresses(),
                                                                       content_length(),
                                                                       drop_empty(),
                                                                       escape_from(),
                                                                       from_line(),
                                                                       trailing(),
                                                                       unfold_fields(),
                                                                       strip_high_bit(),
                                                                       wrap_lines(),
                                                                       prepend_trace(),
                                                                       rename_fields(),
                                                                       set_mail_params(),
                                                                       set_recipients(),
                                                                       set_sender(),
                                                                       stop()},
                                                                      exim_steps(),
                                                                      postfix_steps(),
                                                                      altermime_steps(),
                                                                      fetchmail_steps(),
                                                                      sieve_steps(),
                                                                      sendmail_steps(),
                                                                  });
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
