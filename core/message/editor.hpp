#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/message.hpp"

namespace mass {

/// One change an editor made, for logs and for people.
struct Edit {
  enum class Kind { insert_field, replace_field, erase_field, splice_body, set_separator };
  Kind kind;
  std::string field;        ///< Name of the field; empty for the body.
  std::size_t offset = 0;   ///< Field position from the top, or octet offset in the body.
  std::size_t removed = 0;  ///< Octets taken away.
  std::size_t added = 0;    ///< Octets put in.
};

/// The only way to a changed Message. Octets that no edit touches stay shared with the original.
///
///     MessageEditor editor(message);
///     editor.prepend(make_field("Received", " from a by b; ..."));
///     Message changed = std::move(editor).finish();
///
/// Positions count from the top and refer to the state after the edits made so far; one that does
/// not exist is ignored. An edit that would change no octet is none. The editor makes one repair: a
/// field that lacks its CRLF gets it as soon as something stands behind it, since the two would run
/// into one.
class MessageEditor {
 public:
  explicit MessageEditor(const Message& message);

  [[nodiscard]] const std::vector<Field>& fields() const noexcept { return fields_; }
  [[nodiscard]] std::string_view body() const noexcept { return body_.view(); }

  void prepend(Field field) { insert(0, std::move(field)); }
  void append(Field field) { insert(fields_.size(), std::move(field)); }

  /// A `position` past the last field is the end. A message that is all body because its first
  /// line starts with white space gets a separator too: that line would continue the new field.
  void insert(std::size_t position, Field field);
  void replace(std::size_t position, Field field);
  void erase(std::size_t position);

  /// Erases every field of that name; how many there were.
  std::size_t erase_all(std::string_view name);
  std::size_t erase_if(const std::function<bool(const Field&)>& is_unwanted);

  /// Replaces `length` octets of the body at `offset` by `octets`. A message without separator gets
  /// one as soon as its body is not empty: a body cannot stand without it.
  void splice_body(std::size_t offset, std::size_t length, std::string_view octets);
  void set_body(Octets body);

  [[nodiscard]] const std::vector<Edit>& edits() const noexcept { return edits_; }
  [[nodiscard]] bool changed() const noexcept { return !edits_.empty(); }
  [[nodiscard]] Message finish() &&;

 private:
  void need_separator();
  void terminate(std::size_t position);

  std::vector<Field> fields_;
  Octets separator_;
  Octets body_;
  std::vector<Edit> edits_;
};

}  // namespace mass
