#include "core/message/editor.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"

namespace mass {

namespace {

std::string joined(std::string_view a, std::string_view b, std::string_view c = {}) {
  std::string text;
  text.reserve(a.size() + b.size() + c.size());
  text += a;
  text += b;
  text += c;
  return text;
}

}  // namespace

MessageEditor::MessageEditor(const Message& message)
    : fields_(message.fields().begin(), message.fields().end()),
      separator_(message.separator()),
      body_(message.body()) {}

void MessageEditor::insert(std::size_t position, Field field) {
  position = std::min(position, fields_.size());
  edits_.push_back({.kind = Edit::Kind::insert_field,
                    .field = std::string(field.name()),
                    .offset = position,
                    .added = field.raw().size()});
  fields_.insert(fields_.begin() + static_cast<std::ptrdiff_t>(position), std::move(field));
  if (separator_.empty() && is_fold_start(body_.view())) need_separator();
  if (position > 0) terminate(position - 1);
  terminate(position);
}

void MessageEditor::replace(std::size_t position, Field field) {
  if (position >= fields_.size() || fields_[position].raw() == field.raw()) return;
  edits_.push_back({.kind = Edit::Kind::replace_field,
                    .field = std::string(field.name()),
                    .offset = position,
                    .removed = fields_[position].raw().size(),
                    .added = field.raw().size()});
  fields_[position] = std::move(field);
  terminate(position);
}

void MessageEditor::erase(std::size_t position) {
  if (position >= fields_.size()) return;
  const Field& field = fields_[position];
  edits_.push_back({.kind = Edit::Kind::erase_field,
                    .field = std::string(field.name()),
                    .offset = position,
                    .removed = field.raw().size()});
  fields_.erase(fields_.begin() + static_cast<std::ptrdiff_t>(position));
}

std::size_t MessageEditor::erase_all(std::string_view name) {
  return erase_if([name](const Field& field) { return field.is(name); });
}

std::size_t MessageEditor::erase_if(const std::function<bool(const Field&)>& is_unwanted) {
  std::vector<Field> kept;
  kept.reserve(fields_.size());
  const std::size_t before = fields_.size();
  for (Field& field : fields_) {
    if (!is_unwanted(field)) {
      kept.push_back(std::move(field));
      continue;
    }
    edits_.push_back({.kind = Edit::Kind::erase_field,
                      .field = std::string(field.name()),
                      .offset = kept.size(),
                      .removed = field.raw().size()});
  }
  fields_ = std::move(kept);
  return before - fields_.size();
}

void MessageEditor::splice_body(std::size_t offset, std::size_t length, std::string_view octets) {
  const std::string_view body = body_.view();
  offset = std::min(offset, body.size());
  length = std::min(length, body.size() - offset);
  if (body.substr(offset, length) == octets) return;
  edits_.push_back({.kind = Edit::Kind::splice_body,
                    .field = {},
                    .offset = offset,
                    .removed = length,
                    .added = octets.size()});
  body_ = Octets(joined(body.substr(0, offset), octets, body.substr(offset + length)));
  if (!body_.empty()) need_separator();
}

void MessageEditor::set_body(Octets body) {
  if (body == body_) return;
  edits_.push_back({.kind = Edit::Kind::splice_body,
                    .field = {},
                    .offset = 0,
                    .removed = body_.size(),
                    .added = body.size()});
  body_ = std::move(body);
  if (!body_.empty()) need_separator();
}

Message MessageEditor::finish() && {
  return Message::assemble(std::move(fields_), std::move(separator_), std::move(body_));
}

void MessageEditor::need_separator() {
  if (!separator_.empty()) return;
  separator_ = Octets(std::string(kCrlf));
  edits_.push_back({.kind = Edit::Kind::set_separator, .field = {}, .added = kCrlf.size()});
  if (!fields_.empty()) terminate(fields_.size() - 1);
}

void MessageEditor::terminate(std::size_t position) {
  const Field& field = fields_[position];
  const bool is_last = position + 1 == fields_.size() && separator_.empty() && body_.empty();
  if (is_last || field.raw().ends_with(kCrlf)) return;
  const std::size_t name_length = field.name().size();
  const std::size_t colon = field.raw().size() - field.value().size() - 1;
  edits_.push_back({.kind = Edit::Kind::replace_field,
                    .field = std::string(field.name()),
                    .offset = position,
                    .removed = field.raw().size(),
                    .added = field.raw().size() + kCrlf.size()});
  fields_[position] = Field(Octets(joined(field.raw(), kCrlf)), name_length, colon);
}

}  // namespace mass
