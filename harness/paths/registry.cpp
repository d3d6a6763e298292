#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "core/base/text.hpp"
#include "harness/paths/built_in_data.hpp"
#include "harness/paths/composition.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/hostile/hostile.hpp"
#include "harness/paths/software/altermime/altermime.hpp"
#include "harness/paths/software/courier/courier.hpp"
#include "harness/paths/software/exim/exim.hpp"
#include "harness/paths/software/fetchmail/fetchmail.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
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
  return {trace(),    listhdr(),  subjtag(),    frommunge(),  replyto(),     ccdedupe(),
          refold(),   hdrspace(), hdrorder(),   addrquote(),  addrrewrite(), ewrecode(),
          daterw(),   addar(),    footer(),     mimefooter(), htmlfooter(),  banner(),
          cte(),      charset(),  b64wrap(),    trailws(),    blankend(),    tabs(),
          dotbug(),   flatten(),  attdrop(),    urlrw(),      tnef(),        digest(),
          truncate(), srs(),      nullsender(), delay(),      retryip()};
}

std::vector<Transform> general_steps() {
  using namespace transforms;
  return {
      append_raw(),     content_length(),  copies(),         reserialise(),   undo_srs(),
      drop(),           drop_empty(),      escape_from(),    from_line(),     insert(),
      limit_lines(),    line_ends(),       parse_header(),   prepend_trace(), qualify_addresses(),
      rename_fields(),  set_mail_params(), set_recipients(), set_sender(),    stop(),
      strip_high_bit(), subject_prefix(),  trailing(),       unfold_fields(), wrap_lines()};
}

std::vector<Transform> hostile_steps() {
  using namespace transforms;
  return {set_value(), replace_body(), substitute(), swap_fields(), pad_delimiter(), wrap_body()};
}

// What the catalogue's files name is composed of the rest, and of what stands before it there.
void add_compositions(std::vector<Transform>& all) {
  for (const BuiltInFile& file : composition_files()) {
    auto more = read_compositions(file.text, file.name, all);
    if (!more) std::abort();  // a test reads every file; this program was built without it
    std::ranges::move(*more, std::back_inserter(all));
  }
}

std::vector<Transform> everything() {
  using namespace transforms;
  std::vector<Transform> all = catalogue();
  for (const auto family :
       {general_steps, hostile_steps, altermime_steps, courier_steps, exim_steps, fetchmail_steps,
        mailman3_steps, postfix_steps, python_email_steps, sendmail_steps, sieve_steps,
        spamassassin_steps, sympa_steps}) {
    std::ranges::move(family(), std::back_inserter(all));
  }
  add_compositions(all);
  std::ranges::sort(all, {}, [](const Transform& one) { return std::pair(!one.benign, one.id); });
  return all;
}

}  // namespace

std::span<const Transform> all_transforms() {
  static const std::vector<Transform> all = everything();
  return all;
}

const Transform* find_transform(std::string_view name, std::span<const Transform> among) {
  const auto found = std::ranges::find_if(among, [&](const Transform& transform) {
    return iequals(transform.id, name) || iequals(transform.name, name);
  });
  return found == among.end() ? nullptr : &*found;
}

std::vector<std::string> transform_names(std::span<const Transform> among) {
  std::vector<std::string> names;
  for (const Transform& transform : among) {
    names.push_back(transform.id);
    if (transform.name != transform.id) names.push_back(transform.name);
  }
  return names;
}

}  // namespace mass
