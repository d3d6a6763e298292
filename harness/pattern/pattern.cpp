#include "harness/pattern/pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <array>

#include "core/base/text.hpp"

namespace mass {

namespace {

constexpr std::uint32_t kMatchLimit = 100'000;

}  // namespace

struct Pattern::Code {
  pcre2_code* code = nullptr;
  pcre2_match_context* limits = nullptr;
  Code() = default;
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
  ~Code() {
    pcre2_match_context_free(limits);
    pcre2_code_free(code);
  }
};

namespace {

// Compiled patterns have a small stack; the interpreter takes over where it does not suffice.
int match_from(std::size_t at, std::string_view text, const pcre2_code* code,
               pcre2_match_context* limits, pcre2_match_data* match) {
  const auto* octets = reinterpret_cast<PCRE2_SPTR>(text.data());
  const int found = pcre2_match(code, octets, text.size(), at, 0, match, limits);
  if (found != PCRE2_ERROR_JIT_STACKLIMIT) return found;
  return pcre2_match(code, octets, text.size(), at, PCRE2_NO_JIT, match, limits);
}

}  // namespace

Pattern::Pattern(std::unique_ptr<Code> code) noexcept : code_(std::move(code)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view text, const PatternOptions& options) {
  const std::uint32_t flags = (options.lines ? PCRE2_MULTILINE : 0U) |
                              (options.ignore_case ? PCRE2_CASELESS : 0U) |
                              (options.dot_all ? PCRE2_DOTALL : 0U);
  auto made = std::make_unique<Code>();
  int error = 0;
  std::size_t place = 0;
  made->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), flags, &error,
                             &place, nullptr);
  if (made->code == nullptr) {
    std::array<PCRE2_UCHAR, 256> words{};
    pcre2_get_error_message(error, words.data(), words.size());
    return fail(Errc::config, fmt::format("pattern \"{}\": {} at character {}", printable(text),
                                          reinterpret_cast<const char*>(words.data()), place + 1));
  }
  // Where the library cannot, the pattern is interpreted as others are.
  if (options.fast) static_cast<void>(pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE));
  made->limits = pcre2_match_context_create(nullptr);
  pcre2_set_match_limit(made->limits, kMatchLimit);
  return Pattern(std::move(made));
}

std::optional<std::vector<std::string>> Pattern::find(std::string_view text) const {
  pcre2_match_data* match = pcre2_match_data_create_from_pattern(code_->code, nullptr);
  const int found = match_from(0, text, code_->code, code_->limits, match);
  std::optional<std::vector<std::string>> groups;
  if (found > 0) {
    const std::size_t* ends = pcre2_get_ovector_pointer(match);
    groups.emplace();
    for (std::size_t i = 0; i < pcre2_get_ovector_count(match); ++i) {
      const bool took_part = ends[2 * i] != PCRE2_UNSET;
      groups->emplace_back(took_part ? text.substr(ends[2 * i], ends[2 * i + 1] - ends[2 * i])
                                     : std::string_view{});
    }
  }
  pcre2_match_data_free(match);
  return groups;
}

std::string Pattern::replace_all(std::string_view text, std::string_view by) const {
  std::string out;
  std::size_t copied = 0;
  pcre2_match_data* match = pcre2_match_data_create_from_pattern(code_->code, nullptr);
  for (std::size_t at = 0; at < text.size();) {
    const int found = match_from(at, text, code_->code, code_->limits, match);
    if (found <= 0) break;
    const std::size_t* ends = pcre2_get_ovector_pointer(match);
    if (ends[1] <= ends[0]) break;
    out.append(text.substr(copied, ends[0] - copied)).append(by);
    at = copied = ends[1];
  }
  pcre2_match_data_free(match);
  out.append(text.substr(copied));
  return out;
}

}  // namespace mass
