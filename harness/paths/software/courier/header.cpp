#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "harness/paths/edit.hpp"
#include "harness/paths/settings.hpp"
#include "harness/paths/software/courier/address_list.hpp"
#include "harness/paths/software/courier/courier.hpp"

namespace mass::transforms {

namespace {

constexpr std::array<std::string_view, 4> kCompleted{"From", "To", "Cc", "Reply-To"};

bool is_among(std::string_view name) {
  return std::ranges::any_of(kCompleted, [&](std::string_view one) { return iequals(one, name); });
}

// The field that starts at `at`, its folds and line ends included.
std::string_view field_at(std::string_view octets, std::size_t at) {
  std::size_t end = at;
  do {
    const std::size_t line_end = octets.find("\r\n", end);
    end = line_end == std::string_view::npos ? octets.size() : line_end + 2;
  } while (end < octets.size() && is_wsp(octets[end]));
  return octets.substr(at, end - at);
}

// Each line end becomes a blank; the fold behind it stays.
std::string on_one_line(std::string_view value) {
  std::string out;
  for (const char c : trim(value)) {
    if (c != '\n') out += c == '\r' ? ' ' : c;
  }
  return out;
}

// As octets: the header ends at the first blank line, whatever stands above it.
Applied apply_header(const Transit& transit, const Parameters& parameters, StepContext&) {
  const std::string octets = transit.message.to_string();
  const std::string_view rest = octets;
  std::string out;
  std::vector<std::string> log;
  bool has_recipient = false;
  std::size_t at = 0;
  while (at < rest.size() && !rest.substr(at).starts_with("\r\n")) {
    const std::string_view field = field_at(rest, at);
    at += field.size();
    const std::string_view name = field.substr(0, std::min(field.find(':'), field.size()));
    has_recipient = has_recipient || iequals(name, "To") || iequals(name, "Cc");
    if (iequals(name, "Return-Path")) {
      out.append("Old-").append(field);
      log.emplace_back("set the Return-Path aside");
      continue;
    }
    const bool is_completed = is_among(name);
    if (name.size() == field.size() || (!is_completed && !iequals(name, "Sender"))) {
      out += field;
      continue;
    }
    const std::string value =
        courier::rewritten_addresses(on_one_line(field.substr(name.size() + 1)),
                                     is_completed ? parameters.text("domain") : std::string());
    const std::string written = courier::folded_addresses(name, value) + "\r\n";
    if (written != field) log.push_back("wrote " + one_line(name) + " anew");
    out += written;
  }
  if (!has_recipient) {
    if (!out.empty() && !out.ends_with("\r\n")) out += "\r\n";
    out += "To: undisclosed-recipients: ;\r\n";
    log.emplace_back("added To");
  }
  out += rest.substr(at);
  return reparsed(transit, std::move(out), std::move(log));
}

std::string complaint(const Parameters& parameters) {
  const std::string& domain = parameters.text("domain");
  return domain.find_first_of(" \t\r\n@") == std::string::npos ? "" : "domain: write a name";
}

}  // namespace

Transform courier_header() {
  return {.id = "courier_header",
          .name = "courier_header",
          .text =
              "Writes From, To, Cc, Reply-To and Sender anew, folded behind commas, puts Old- in "
              "front of Return-Path and adds a To if neither To nor Cc is there.",
          .models = "Courier (submit)",
          .benign = true,
          .parameters = {free_text("domain", "",
                                   "defaultdomain: goes behind addresses without one, but not in "
                                   "Sender; empty: none.")},
          .complaint = complaint,
          .apply = apply_header};
}

std::vector<Transform> courier_steps() {
  return {courier_header(), courier_mime()};
}

}  // namespace mass::transforms
