#include <fmt/format.h>

#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

struct Wanted {
  bool lf = false;
  bool cr = false;
};

struct Mended {
  std::string octets;
  std::size_t count = 0;
};

Mended mended(std::string_view text, Wanted wanted) {
  Mended result;
  result.octets.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_pair = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (is_pair) {
      result.octets += "\r\n";
      ++i;
    } else if ((c == '\n' && wanted.lf) || (c == '\r' && wanted.cr)) {
      result.octets += "\r\n";
      ++result.count;
    } else {
      result.octets += c;
    }
  }
  return result;
}

Applied apply_eol(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string& what = parameters.text("bare");
  const Wanted wanted{.lf = what != "cr", .cr = what != "lf"};
  const std::string_view body = transit.message.body().view();
  const std::string all = transit.message.to_string();
  const std::string_view head = std::string_view(all).substr(0, all.size() - body.size());

  const Mended mended_head = mended(head, wanted);
  const Mended mended_body = mended(body, wanted);
  const std::size_t count = mended_head.count + mended_body.count;
  if (count == 0) return unchanged(transit);
  // A line end that appears in the header makes other fields of it, so all is read again.
  Transit after = transit;
  after.message = Message::parse(mended_head.octets + mended_body.octets);
  return applied(transit, std::move(after),
                 {fmt::format("made {} bare line ends CRLF, {} of them in the header", count,
                              mended_head.count)});
}

}  // namespace

Transform eol() {
  return {.id = "T43",
          .name = "eol",
          .text = "Turns bare LF or bare CR into CRLF, in the header and in the body.",
          .models = "Postfix and Sendmail (bare LF), Mailman (bare CR)",
          .benign = true,
          .parameters = {word("bare", "lf", {"lf", "cr", "both"}, "Which line ends are mended.")},
          .apply = apply_eol};
}

}  // namespace mass::transforms
