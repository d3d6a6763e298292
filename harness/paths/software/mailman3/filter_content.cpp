#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/lynx/dump.hpp"
#include "harness/paths/software/mailman3/content.hpp"
#include "harness/paths/software/mailman3/mailman3.hpp"
#include "harness/paths/software/mailman3/texts.hpp"
#include "harness/paths/software/python_email/charsets.hpp"
#include "harness/paths/software/python_email/parameters.hpp"
#include "harness/paths/software/python_email/part.hpp"

namespace mass::transforms {

namespace {

using python_email::Part;

constexpr std::string_view kReport =
    "\n___________________________________________\n"
    "Mailman's content filtering has removed the\n"
    "following MIME parts from this message.\n";
constexpr std::string_view kCollapsed =
    "\nReplaced multipart/alternative part with first alternative.\n";

std::size_t count_parts(const Part& part) {
  std::size_t count = 1;
  for (const Part& child : part.children) count += count_parts(child);
  return count;
}

// What stands behind the last dot of a file's name, in lower case.
std::string extension_of(const Part& part) {
  const std::string path = decoded_on_one_line(part.file_name().value_or(""));
  const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  const bool has_name = dot != std::string_view::npos && name.find_first_not_of('.') < dot;
  return has_name ? ascii_lower(name.substr(dot + 1)) : "";
}

bool is_in(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

// Parts that the package cannot write: a list of parts in the place of a text.
bool is_writable(const Part& part) {
  const std::string type = part.content_type();
  const bool may_have_parts = type.starts_with("multipart/") || type.starts_with("message/");
  return (!part.has_children || may_have_parts) && std::ranges::all_of(part.children, is_writable);
}

// Text as the content, in the charset that the package writes for this one.
bool set_text(Part& part, std::string_view text, std::string_view charset) {
  const std::string canonical = python_email::canonical_charset(charset);
  const std::string_view name = python_email::output_charset(canonical);
  auto octets = python_email::from_utf8(text, name);
  if (octets) part.set_text(*std::move(octets), name);
  return octets.has_value();
}

class ContentFilter {
 public:
  ContentFilter(const Parameters& parameters, Part root)
      : parameters_(parameters), root_(std::move(root)) {}

  void run() {
    complaint_ = complaint_about(root_);
    if (!complaint_.empty()) return;
    const std::string type = root_.content_type();
    const std::size_t count = count_parts(root_);
    const bool had_parts = !root_.children.empty();
    if (root_.has_children) remove_parts(root_);
    if (had_parts && root_.children.empty()) {
      complaint_ = "After content filtering, the message was empty";
      return;
    }
    if (parameters_.flag("collapse_alternatives")) {
      collapse(root_);
      if (type == "multipart/alternative") {
        if (root_.children.empty()) {
          has_failed_ = true;
        } else {
          take_content_of(root_, root_.children.front());
          report_ += kCollapsed;
        }
      }
    }
    if (root_.has_children) recast(root_);
    bool is_filtered = count_parts(root_) != count;
    if (parameters_.flag("convert_html_to_plaintext")) {
      is_filtered = convert_html(root_) || is_filtered;
    }
    if (root_.children.size() == 2 && !root_.children.front().has_children &&
        root_.children.front().text.empty()) {
      take_content_of(root_, root_.children.back());
      is_filtered = true;
    }
    if (is_filtered) {
      root_.add("X-Content-Filtered-By", "Mailman/MimeDel " + parameters_.text("version"));
      is_changed_ = true;
    }
    if (is_worth_telling_ && parameters_.flag("report")) add_report();
    has_failed_ = has_failed_ || !is_writable(root_);
  }

  /// Why the message goes no further; empty: it does.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  [[nodiscard]] bool has_failed() const { return has_failed_; }
  [[nodiscard]] bool is_changed() const { return is_changed_; }
  [[nodiscard]] Part& root() { return root_; }

 private:
  [[nodiscard]] bool has_type(std::string_view list, const Part& part) const {
    const std::string type = part.content_type();
    const auto& types = parameters_.list(list);
    return is_in(types, type) || is_in(types, type.substr(0, type.find('/')));
  }

  [[nodiscard]] bool lacks_type(const Part& part) const {
    return !parameters_.list("pass_types").empty() && !has_type("pass_types", part);
  }

  [[nodiscard]] bool has_extension(const Part& part) const {
    return is_in(parameters_.list("filter_extensions"), extension_of(part));
  }

  [[nodiscard]] bool lacks_extension(const Part& part) const {
    const auto& all = parameters_.list("pass_extensions");
    const std::string extension = extension_of(part);
    return !all.empty() && !extension.empty() && !is_in(all, extension);
  }

  // Why a message may not be this part; empty: it may, and a message may hold such a part.
  [[nodiscard]] std::string complaint_about(const Part& part) const {
    if (has_type("filter_types", part)) {
      return "The message's content type was explicitly disallowed";
    }
    if (lacks_type(part)) return "The message's content type was not explicitly allowed";
    if (has_extension(part)) return "The message's file extension was explicitly disallowed";
    if (lacks_extension(part)) return "The message's file extension was not explicitly allowed";
    return "";
  }

  // False: all parts are gone, though there were some.
  bool remove_parts(Part& part) {
    if (part.children.empty()) return true;
    std::erase_if(part.children, [this](Part& child) {
      if (!remove_parts(child)) return true;
      const bool is_unwanted = !complaint_about(child).empty();
      if (is_unwanted) tell_about(child);
      return is_unwanted;
    });
    return !part.children.empty();
  }

  void tell_about(const Part& part) {
    report_ += fmt::format("\nContent-Type: {}\n", part.content_type());
    std::string name = part.file_name().value_or("");
    if (name.empty()) name = part.parameter("name").value_or("");
    if (!name.empty()) report_ += fmt::format("    Name: {}\n", name);
    is_worth_telling_ = true;
  }

  // Each multipart/alternative below becomes its first part.
  void collapse(Part& part) {
    const bool is_carrier = part.content_type() == "message/rfc822";
    for (auto child = part.children.begin(); child != part.children.end();) {
      if (child->content_type() != "multipart/alternative") {
        collapse(*child++);
        continue;
      }
      is_changed_ = true;
      if (child->children.empty()) {
        // The software stops where the content is a text.
        has_failed_ = has_failed_ || !child->has_children;
        child = part.children.erase(child);
        continue;
      }
      if (is_carrier) {
        take_content_of(*child, child->children.front());
      } else {
        Part first = std::move(child->children.front());
        *child = std::move(first);
      }
      report_ += kCollapsed;
      is_worth_telling_ = true;
      ++child;
    }
  }

  // A multipart with one part becomes that part. Signed parts stay, and so do the fields of
  // attached messages.
  void recast(Part& part) {
    while (part.has_children && part.content_type() != "multipart/signed") {
      if (part.children.size() != 1 || part.content_type() == "message/rfc822") {
        for (Part& child : part.children) recast(child);
        return;
      }
      take_content_of(part, part.children.front());
    }
  }

  // The content of one of its parts in the place of the part's own.
  void take_content_of(Part& part, Part& inner) {
    Part from = std::move(inner);
    is_changed_ = true;
    if (from.has_children) {
      part.children = std::move(from.children);
    } else {
      const std::string charset = content_charset(from);
      const auto text = python_email::to_utf8_or_marks(decoded(from), charset);
      part.children.clear();
      part.has_children = false;
      has_failed_ = has_failed_ || !text || !set_text(part, *text, charset);
    }
    for (const std::string_view name :
         {"Content-Type", "Content-Disposition", "Content-Description"}) {
      part.erase(name);
    }
    const std::string* type = from.find("Content-Type");
    part.add("Content-Type", type == nullptr ? "text/plain" : *type);
    for (const char* name : {"Content-Disposition", "Content-Description"}) {
      const std::string* value = from.find(name);
      if (value != nullptr && !value->empty()) part.add(name, *value);
    }
  }

  // Whether there was any HTML.
  bool convert_html(Part& part) {
    bool is_found = false;
    if (part.content_type() == "text/html") {
      is_found = true;
      const auto charset = ascii_lower(part.parameter("charset").value_or("us-ascii"));
      const auto html = python_email::to_utf8_or_marks(decoded(part), charset);
      part.erase("Content-Transfer-Encoding");
      has_failed_ =
          has_failed_ || part.has_children || !html || !set_text(part, lynx::dump(*html), charset);
      set_plain(part);
    }
    for (Part& child : part.children) is_found = convert_html(child) || is_found;
    return is_found;
  }

  static void set_plain(Part& part) {
    const auto parameters =
        python_email::read_parameters(python_email::readable(*part.find("Content-Type")));
    std::string type = "text/plain";
    for (std::size_t at = 1; at < parameters.size(); ++at) {
      type += "; " + python_email::write_parameter(parameters[at]);
    }
    part.erase("MIME-Version");
    part.add("MIME-Version", "1.0");
    part.erase("Content-Type");
    part.add("Content-Type", std::move(type));
  }

  void add_report() {
    is_changed_ = true;
    const std::string report = std::string(kReport) + report_;
    if (root_.has_children) {
      root_.children.push_back(python_email::text_part(report, list_text_charset(report)));
      return;
    }
    const std::string charset = content_charset(root_);
    const auto text = python_email::to_utf8(decoded(root_), charset);
    root_.erase("Content-Transfer-Encoding");
    has_failed_ = has_failed_ || !text ||
                  !set_text(root_, *text + (text->ends_with('\n') ? "" : "\n") + report, charset);
  }

  [[nodiscard]] std::string decoded(const Part& part) const {
    return parameters_.flag("text_has_lf") ? decoded_with_lf(part) : part.decoded();
  }

  const Parameters& parameters_;
  Part root_;
  std::string report_;
  std::string complaint_;
  bool is_worth_telling_ = false;
  bool has_failed_ = false;
  bool is_changed_ = false;
};

Applied apply_filter(const Transit& transit, const Parameters& parameters, StepContext& context) {
  ContentFilter filter(parameters, python_email::parse(transit.message.to_string()));
  filter.run();
  if (!filter.complaint().empty()) {
    const std::string& action = parameters.text("filter_action");
    return action == "reject" || action == "forward"
               ? stopped(transit, Delivery::bounced, filter.complaint())
               : dropped(filter.complaint());
  }
  if (filter.has_failed()) return dropped("the content cannot be written: the software fails");
  if (!filter.is_changed()) return unchanged(transit);
  return with_content(transit, filter.root(), context, {"content filtered"});
}

}  // namespace

Transform mailman3_filter_content() {
  return {
      .id = "mailman3_filter_content",
      .name = "mailman3_filter_content",
      .text =
          "Takes away parts by type or file extension, keeps the first alternative, puts single "
          "parts in the place of their multiparts and makes text of HTML.",
      .models = "Mailman 3 (mime-delete)",
      .benign = true,
      .parameters = {texts("filter_types", {}, "Types that go, as `image/gif` or `image`."),
                     texts("pass_types", {}, "Types that stay; none: all others do."),
                     texts("filter_extensions", {}, "Extensions of files that go, as `exe`."),
                     texts("pass_extensions", {}, "Extensions that stay; none: all others do."),
                     flag("collapse_alternatives", true, "Of alternatives the first is kept."),
                     flag("convert_html_to_plaintext", false, "HTML becomes text."),
                     word("filter_action", "discard", {"discard", "reject", "forward", "preserve"},
                          "What becomes of a message of which nothing is left."),
                     flag("report", false, "A text tells which parts were taken away."),
                     free_text("version", "3.3.8", "Told in X-Content-Filtered-By."),
                     flag(
                         "text_has_lf", false,
                         "Lines of texts end in LF inside an encoding, as behind mailman inject.")},
      .apply = apply_filter};
}

}  // namespace mass::transforms
