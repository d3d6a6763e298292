#include "results/json_schema.hpp"

#include <fmt/format.h>

#include "core/base/text.hpp"

namespace mass {
namespace {

// `mass-summary-` and 1.
struct Versioned {
  std::string_view name;
  std::uint64_t version = 0;
};

Versioned versioned(std::string_view schema) noexcept {
  const std::size_t hyphen = schema.rfind('-');
  if (hyphen == std::string_view::npos) return {schema, 0};
  return {schema.substr(0, hyphen), parse_decimal(schema.substr(hyphen + 1)).value_or(0)};
}

}  // namespace

std::unexpected<Error> wrong_schema(std::string_view file, std::string_view wanted,
                                    std::string_view found) {
  const Versioned ours = versioned(wanted);
  const Versioned theirs = versioned(found);
  if (ours.name == theirs.name && theirs.version > ours.version) {
    return fail(
        Errc::unsupported,
        fmt::format("{}: a newer version of massbench wrote it (schema {}); this one reads {}",
                    file, printable(found), wanted));
  }
  if (ours.name == theirs.name && theirs.version != 0) {
    return fail(
        Errc::unsupported,
        fmt::format("{}: an older version of massbench wrote it (schema {}); this one reads "
                    "{}: run it again",
                    file, printable(found), wanted));
  }
  return fail(Errc::malformed,
              fmt::format("{}: schema is \"{}\", not \"{}\"", file, printable(found), wanted));
}

Result<nlohmann::json> parse_with_schema(std::string_view text, std::string_view schema,
                                         std::string_view file) {
  auto value = nlohmann::json::parse(text, nullptr, false);
  if (value.is_discarded() || !value.is_object()) {
    return fail(Errc::malformed,
                fmt::format("{}: not a JSON object, or only the beginning of one", file));
  }
  const auto found = value.find("schema");
  const std::string name =
      found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
  if (name != schema) return wrong_schema(file, schema, name);
  return value;
}

}  // namespace mass
