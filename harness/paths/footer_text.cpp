#include "harness/paths/footer_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

constexpr std::int64_t kStandardLines = 5;

std::vector<std::string> standard_lines(const Parameters& parameters, const StepContext& context) {
  const auto address = [&](std::string_view suffix) {
    return list_address(parameters, context, suffix);
  };
  const std::array<std::string, kStandardLines> lines{
      "_______________________________________________", "This post came through " + address(""),
      "To leave the list, write to " + address("-leave"),
      one_line("Archive: https://" + context.host + "/archive/" + parameters.text("list")),
      "Questions: " + address("-owner")};
  return {lines.begin(), lines.begin() + parameters.number("lines")};
}

std::vector<std::string> given_lines(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) lines.push_back(one_line(line));
  return lines;
}

}  // namespace

std::vector<ParameterInfo> footer_parameters(std::vector<ParameterInfo> more) {
  std::vector<ParameterInfo> infos{
      list_name(), number("lines", 4, 1, kStandardLines, "Lines of the standard footer."),
      free_text("text", "", "Another footer, lines parted by \\n; empty: the standard one.")};
  infos.insert(infos.end(), more.begin(), more.end());
  return infos;
}

Footer make_footer(const Parameters& parameters, const StepContext& context) {
  const std::string& text = parameters.text("text");
  const auto lines = text.empty() ? standard_lines(parameters, context) : given_lines(text);
  Footer footer{.octets = {}, .lines = lines.size()};
  for (const std::string& line : lines) footer.octets.append(line).append("\r\n");
  return footer;
}

bool fits(const Footer& footer, TransferEncoding encoding, std::string_view charset) {
  if (is_wide(charset)) return false;
  if (!has_eight_bit(footer.octets)) {
    return encoding != TransferEncoding::base64 || holds_ascii(charset);
  }
  return encoding != TransferEncoding::seven_bit &&
         (iequals(charset, "utf-8") || iequals(charset, "utf8"));
}

std::string size_of(const Footer& footer) {
  return fmt::format("{} {} ({} octets)", footer.lines, footer.lines == 1 ? "line" : "lines",
                     footer.octets.size());
}

}  // namespace mass::transforms
