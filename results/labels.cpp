#include "results/labels.hpp"

#include <array>

#include "core/base/text.hpp"
#include "core/base/utf8.hpp"

namespace mass {
namespace {

constexpr std::string_view kCut = "...";

constexpr std::size_t kLookupOctets = 300;

// In the order of the enumeration.
constexpr std::array<std::string_view, kProvenCount> kProven{"nobody", "originator",
                                                             "intermediary"};

constexpr std::array<std::string_view, kToolCauseCount> kToolCauses{"", "error", "timeout", "crash",
                                                                    "protocol"};

}  // namespace

std::string shortened(std::string_view octets, std::size_t limit) {
  // More input than there is room for, but not all of it: a long text costs no more than a short
  // one.
  std::string text = printable(octets, 4 * limit);
  if (text.size() <= limit) return text;
  std::size_t end = limit - kCut.size();
  while (end > 0 && continues_character(text[end])) --end;
  text.resize(end);
  return text.append(kCut);
}

std::string_view name_of(Proven proven) noexcept {
  return kProven[static_cast<std::size_t>(proven)];
}

std::string_view name_of(ToolCause cause) noexcept {
  return kToolCauses[static_cast<std::size_t>(cause)];
}

ToolCause tool_cause_of(Errc code) noexcept {
  if (code == Errc::timed_out) return ToolCause::timeout;
  if (code == Errc::crashed) return ToolCause::crash;
  return code == Errc::protocol ? ToolCause::protocol : ToolCause::error;
}

std::string lookup_key(const KeyQuery& query) {
  std::string_view kind = "x509 ";
  switch (query.kind) {
    case KeyQuery::Kind::dns_txt:
      kind = "dns ";
      break;
    case KeyQuery::Kind::dns_srv:
      kind = "dns SRV ";
      break;
    case KeyQuery::Kind::http_get:
      kind = "http ";
      break;
    case KeyQuery::Kind::x509_anchor:
      break;
    case KeyQuery::Kind::x509_crl:
      kind = "x509 CRL ";
      break;
  }
  return std::string(kind) + shortened(query.name, kLookupOctets);
}

std::string label(std::string_view octets) {
  return shortened(octets, kLabelOctets);
}

std::string cause_key(const Diagnosis& diagnosis) {
  if (diagnosis.cause == Cause::intact) return "undiagnosed";
  std::string key(name_of(diagnosis.cause));
  if (!diagnosis.field.empty()) key.append("(").append(label(diagnosis.field)).append(")");
  return key;
}

std::string step_key(const Diagnosis& diagnosis) {
  if (!diagnosis.step_name.empty()) return label(diagnosis.step_name);
  if (diagnosis.step < 0) return {};
  return "step " + std::to_string(diagnosis.step + 1);
}

}  // namespace mass
