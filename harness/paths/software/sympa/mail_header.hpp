#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Headers as the Perl modules Mail::Header and MIME::Head keep them. Private to this room. Lines
/// end in LF here, as those modules see them.
namespace mass::transforms {

/// A structured value: what stands in front of the first semicolon under `_`, parameters under
/// their names in lower case. One that could not be read has no value. Source: MIME-tools 5.510,
/// MIME::Field::ParamVal.
using MailParameters = std::map<std::string, std::optional<std::string>, std::less<>>;
[[nodiscard]] MailParameters parse_mail_parameters(std::string_view value);

/// The fields of one entity, in order, each as its lines. Source: MailTools 2.21, Mail::Header,
/// with Modify off: what is not replaced keeps its octets.
class MailHeader {
 public:
  /// Lines that are no field go away with their continuations: a name is of ASCII characters that
  /// are neither controls nor blanks, and its colon follows at once.
  [[nodiscard]] static MailHeader read(std::string_view lines);

  /// The first value, white space in front of it taken away and its final LF too.
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept { return fields_; }

  void erase_if(const std::function<bool(std::string_view name)>& is_unwanted);
  void add(std::string_view name, std::string_view text);
  /// The first field of the name, where it stands; others of that name stay. Added if there is
  /// none.
  void replace(std::string_view name, std::string_view text);

  /// One attribute of a structured field, `_` its main value; nothing if field or attribute lack.
  [[nodiscard]] std::optional<std::string> attribute(std::string_view name,
                                                     std::string_view attribute) const;
  /// Writes the field anew: parameters sorted and quoted, comments gone.
  void set_attribute(std::string_view name, std::string_view attribute, std::string_view value);

  [[nodiscard]] std::string to_string() const;

 private:
  std::vector<std::string> fields_;
};

}  // namespace mass::transforms
