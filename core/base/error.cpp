#include "core/base/error.hpp"

#include <utility>

namespace mass {

std::unexpected<Error> fail(Errc code, std::string what, std::source_location where) {
  return std::unexpected(Error{code, std::move(what), where});
}

std::unexpected<Error> fail_in(std::string_view context, Error error) {
  error.what.insert(0, ": ").insert(0, context);
  return std::unexpected(std::move(error));
}

}  // namespace mass
