#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/message/codec.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/lists/author_name.hpp"
#include "harness/paths/mime/boundary.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

// Another post of the day. Nothing but its presence matters.
std::string other_post(const std::string& list, std::size_t number, Time time,
                       RandomSource& random) {
  return fmt::format(
      "Date: {}\r\nFrom: member{}@subscriber.example\r\nTo: {}\r\nSubject: post {}\r\n"
      "Message-ID: <{}@subscriber.example>\r\n\r\nPost number {} of this issue.\r\n",
      mail_date(time), number, list, number, random.text("0123456789", 16), number);
}

std::string header(const Parameters& parameters, const std::string& list,
                   const std::string& boundary, bool is_eight_bit, const Transit& transit,
                   StepContext& context) {
  const std::string host = one_line(context.host);
  return fmt::format(
      "From: {}\r\nSubject: {} Digest, Vol {}, Issue {}\r\nTo: {}\r\nReply-To: {}\r\n"
      "Date: {}\r\nMessage-ID: <mailman.{}.{}@{}>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/digest; boundary=\"{}\"\r\n{}\r\n",
      list_address(parameters, context, "-request"), one_line(capitalised(parameters.text("list"))),
      context.random.below(200) + 1, context.random.below(60) + 1, list, list,
      mail_date(transit.envelope.time), context.random.below(9999) + 1,
      to_unix(transit.envelope.time), host, boundary,
      is_eight_bit ? "Content-Transfer-Encoding: 8bit\r\n" : "");
}

Applied apply_digest(const Transit& transit, const Parameters& parameters, StepContext& context) {
  const std::string list = list_address(parameters, context);
  const std::int64_t least = parameters.number("least");
  const std::int64_t most = std::max(parameters.number("most"), least);
  const std::uint64_t count = static_cast<std::uint64_t>(least) +
                              context.random.below(static_cast<std::uint64_t>(most - least) + 1);
  const std::uint64_t place = context.random.below(count);
  const std::string boundary = new_boundary(MessageEditor(transit.message), "",
                                            [&] { return python_boundary(context.random); });
  std::string octets = transit.message.to_string();
  // A message without a body needs no blank line at its end where it stands alone.
  if (!octets.empty() && !octets.ends_with("\r\n")) octets += "\r\n";
  Transit after = transit;
  std::string text = header(parameters, list, boundary, has_eight_bit(octets), transit, context);
  for (std::uint64_t i = 0; i < count; ++i) {
    text += fmt::format("--{}\r\n\r\n", boundary);
    text += i == place ? octets : other_post(list, i + 1, transit.envelope.time, context.random);
    text += "\r\n";
  }
  text += fmt::format("--{}--\r\n", boundary);
  after.message = Message::parse(std::move(text));
  return applied(transit, std::move(after),
                 {fmt::format("packed as message {} of {} into a digest", place + 1, count)});
}

}  // namespace

Transform digest() {
  return {
      .id = "T49",
      .name = "digest",
      .text = "Packs the message with others into a multipart/digest under a header of its own.",
      .models = "list managers (digest subscriptions, MIME form)",
      .benign = true,
      .parameters = {list_name(), number("least", 5, 1, 1000, "Fewest messages of an issue."),
                     number("most", 20, 1, 1000, "Most messages of an issue.")},
      .apply = apply_digest};
}

}  // namespace mass::transforms
