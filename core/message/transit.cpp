#include "core/message/transit.hpp"

namespace mass {

std::string_view name_of(Delivery delivery) noexcept {
  switch (delivery) {
    case Delivery::in_transit:
      return "in transit";
    case Delivery::rejected:
      return "rejected";
    case Delivery::bounced:
      return "bounced";
    case Delivery::discarded:
      return "discarded";
  }
  return "";
}

}  // namespace mass
