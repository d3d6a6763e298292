#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/families.hpp"
#include "harness/paths/mime/part_editor.hpp"
#include "harness/paths/settings.hpp"

namespace mass::transforms {

namespace {

std::string file_name(const PartEditor& parts, std::size_t i) {
  const auto disposition = parts.field(i, "Content-Disposition");
  if (disposition) {
    // The form of both fields is the same: a word, then parameters.
    const ContentType read = parse_content_type("x/" + std::string(trim(disposition->value())));
    if (const auto name = read.parameter("filename"); !name.empty()) return std::string(name);
  }
  return std::string(parts.part(i).content_type.parameter("name"));
}

bool is_banned(const PartEditor& parts, std::size_t i, const Parameters& parameters) {
  const ContentType& type = parts.part(i).content_type;
  const std::string whole = type.type + "/" + type.subtype;
  const std::string name = ascii_lower(file_name(parts, i));
  return std::ranges::any_of(parameters.list("types"),
                             [&](const std::string& one) {
                               return one.ends_with("/*")
                                          ? iequals(type.type, one.substr(0, one.size() - 2))
                                          : iequals(whole, one);
                             }) ||
         std::ranges::any_of(parameters.list("endings"), [&](const std::string& one) {
           return name.ends_with("." + ascii_lower(one));
         });
}

std::string notice(const PartEditor& parts, std::size_t i, const Parameters& parameters) {
  const ContentType& type = parts.part(i).content_type;
  std::string text = one_line(parameters.text("notice"));
  text += fmt::format(" ({}/{}, {} octets)\r\n", one_line(type.type), one_line(type.subtype),
                      parts.content(i).size());
  std::ranges::replace_if(text, [](char c) { return (c & '\x80') != 0; }, '?');
  return text;
}

Message as_notice(const Message& message, std::string text) {
  MessageEditor editor(message);
  const auto is_content = [](const Field& field) { return istarts_with(field.name(), "Content-"); };
  std::size_t place = 0;
  while (place < editor.fields().size() && !is_content(editor.fields()[place])) ++place;
  editor.erase_if(is_content);
  editor.insert(place, make_field("Content-Type", " text/plain; charset=us-ascii"));
  editor.set_body(Octets(std::move(text)));
  return std::move(editor).finish();
}

Applied apply_attdrop(const Transit& transit, const Parameters& parameters, StepContext&) {
  PartEditor parts(transit.message);
  const auto limit = static_cast<std::size_t>(parameters.number("limit"));
  std::size_t count = 0;
  for (std::size_t i = 0; i < parts.tree().parts.size(); ++i) {
    if (!parts.part(i).is_leaf()) continue;
    if (parts.content(i).size() <= limit && !is_banned(parts, i, parameters)) continue;
    std::string text = notice(parts, i, parameters);
    if (i == 0) {
      Transit after = transit;
      after.message = as_notice(transit.message, std::move(text));
      return applied(transit, std::move(after), {"replaced the body by a notice"});
    }
    if (would_end_a_part(parts.tree(), parts.part(i), text)) continue;
    parts.replace_part(i, "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + text);
    ++count;
  }
  return edited(transit, std::move(parts).finish(),
                {fmt::format("replaced {} parts by notices", count)});
}

}  // namespace

Transform attdrop() {
  return {.id = "T45",
          .name = "attdrop",
          .text = "Replaces parts that are too large or of a banned kind by a notice.",
          .models = "content filters of gateways and lists",
          .benign = true,
          .parameters = {number("limit", 100'000, 0, 1'000'000'000,
                                "Octets of a part as it is sent, above which it is replaced."),
                         texts("types", {"application/x-msdownload", "application/x-msdos-program"},
                               "Banned types; `image/*` is a family."),
                         texts("endings", {"exe", "com", "bat", "pif", "scr", "vbs", "js"},
                               "Banned ends of file names."),
                         free_text("notice", "An attachment was removed",
                                   "What the notice says; type and size follow.")},
          .apply = apply_attdrop};
}

}  // namespace mass::transforms
