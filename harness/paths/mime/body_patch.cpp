#include "harness/paths/mime/body_patch.hpp"

#include <algorithm>
#include <utility>

#include "harness/paths/edit.hpp"

namespace mass::transforms {

void BodyPatch::replace(std::size_t offset, std::size_t length, std::string octets) {
  if (body_.substr(offset, length) == octets) return;
  places_.push_back({offset, length, std::move(octets)});
}

void BodyPatch::apply(MessageEditor& editor) const {
  if (places_.size() == 1) {
    editor.splice_body(places_[0].offset, places_[0].length, places_[0].octets);
    return;
  }
  auto places = places_;
  std::ranges::stable_sort(places, {}, &Place::offset);
  std::string changed;
  std::size_t at = 0;
  for (const Place& place : places) {
    changed.append(body_.substr(at, place.offset - at)).append(place.octets);
    at = place.offset + place.length;
  }
  changed.append(body_.substr(at));
  editor.set_body(Octets(std::move(changed)));
}

void set_part_field(BodyPatch& patch, const Message& message, const MimePart& part,
                    std::string_view name, std::string_view value) {
  const Message header = part_header(message, part);
  std::size_t offset = part.header_begin;
  for (const Field& field : header.fields()) {
    if (field.is(name)) {
      patch.replace(offset, field.raw().size(), std::string(with_value(field, value).raw()));
      return;
    }
    offset += field.raw().size();
  }
  std::string added(make_field(name, value).raw());
  // A part without the empty line after its header: what follows would be read as header.
  if (header.separator().empty()) added += "\r\n";
  patch.replace(offset, 0, std::move(added));
}

}  // namespace mass::transforms
