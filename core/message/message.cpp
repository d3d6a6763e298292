#include "core/message/message.hpp"

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/message/field_syntax.hpp"

namespace mass {

namespace {

constexpr std::size_t kMaxLine = 998;

constexpr std::array<std::string_view, kDefectCount> kDefectNames{
    "no-separator", "junk-line",  "leading-fold", "eight-bit-header",
    "long-name",    "long-field", "many-fields",  "bare-cr",
    "bare-lf",      "nul",        "long-line",    "no-final-crlf",
};

/// Walks octets that come in pieces; a CR may end one piece and its LF start the next.
class LineWatch {
 public:
  void add(std::string_view octets) noexcept {
    for (const char c : octets) add(c);
  }

  [[nodiscard]] Defects finish() noexcept {
    if (after_cr_) found_.add(Defect::bare_cr);
    if (line_ + (after_cr_ ? 1 : 0) > kMaxLine) found_.add(Defect::long_line);
    if (!at_line_start_) found_.add(Defect::no_final_crlf);
    return found_;
  }

 private:
  void add(char c) noexcept {
    at_line_start_ = false;
    if (c == '\n' && after_cr_) {
      if (line_ > kMaxLine) found_.add(Defect::long_line);
      line_ = 0;
      after_cr_ = false;
      at_line_start_ = true;
      return;
    }
    if (after_cr_) {
      found_.add(Defect::bare_cr);
      ++line_;
    }
    after_cr_ = c == '\r';
    if (after_cr_) return;
    ++line_;
    if (c == '\n') found_.add(Defect::bare_lf);
    if (c == '\0') found_.add(Defect::nul);
  }

  Defects found_;
  std::size_t line_ = 0;  // Octets on this line, a CR that may belong to the line end left out.
  bool after_cr_ = false;
  bool at_line_start_ = true;
};

Defects field_defects(const Field& field) noexcept {
  Defects found;
  if (field.name().size() > kMaxFieldName) found.add(Defect::long_name);
  if (field.raw().size() > kMaxFieldOctets) found.add(Defect::long_field);
  if (has_eight_bit(field.raw())) found.add(Defect::eight_bit_header);
  return found;
}

}  // namespace

std::string_view name_of(Defect defect) noexcept {
  return kDefectNames[static_cast<std::size_t>(defect)];
}

struct Message::Data {
  std::vector<Field> fields;
  Octets separator;
  Octets body;
  Defects defects;
  std::size_t size = 0;
};

Message::Message(Data data) {
  Defects& defects = data.defects;
  data.size = data.separator.size() + data.body.size();
  for (const Field& field : data.fields) {
    data.size += field.raw().size();
    defects.add(field_defects(field));
  }
  if (data.fields.size() > kMaxFields) defects.add(Defect::many_fields);
  if (data.separator.empty()) {
    defects.add(Defect::no_separator);
    const bool is_cut = data.fields.size() >= kMaxParsedFields;
    if (!data.body.empty() && !is_cut) {
      const bool is_fold = data.fields.empty() && is_fold_start(data.body.view());
      defects.add(is_fold ? Defect::leading_fold : Defect::junk_line);
    }
  }
  data_ = std::make_shared<const Data>(std::move(data));
}

const Message::Data& Message::data() const noexcept {
  static const Data empty;
  return data_ ? *data_ : empty;
}

Message Message::parse(Octets octets) {
  const std::string_view text = octets.view();
  Data data;
  data.fields.reserve(std::min<std::size_t>(32, text.size() / 16));
  std::size_t at = 0;
  while (data.fields.size() < kMaxParsedFields) {
    const auto head = read_field_head(text.substr(at));
    if (!head) break;
    const std::size_t length = field_length(text.substr(at), head->colon);
    data.fields.emplace_back(octets.slice(at, length), head->name_length, head->colon);
    at += length;
  }
  const bool is_ended = text.substr(at).starts_with(kCrlf);
  if (is_ended) data.separator = octets.slice(at, kCrlf.size());
  data.body = octets.slice(at + data.separator.size());
  return Message(std::move(data));
}

Message Message::assemble(std::vector<Field> fields, Octets separator, Octets body) {
  Data data;
  data.fields = std::move(fields);
  data.separator = std::move(separator);
  data.body = std::move(body);
  return Message(std::move(data));
}

std::span<const Field> Message::fields() const noexcept {
  return data().fields;
}

const Octets& Message::separator() const noexcept {
  return data().separator;
}

const Octets& Message::body() const noexcept {
  return data().body;
}

Defects Message::defects() const noexcept {
  return data().defects;
}

const Field* Message::find(std::string_view name) const noexcept {
  for (const Field& field : fields()) {
    if (field.is(name)) return &field;
  }
  return nullptr;
}

std::size_t Message::count(std::string_view name) const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields(), [&](const Field& field) { return field.is(name); }));
}

std::size_t Message::size() const noexcept {
  return data().size;
}

std::string Message::to_string() const {
  std::string text;
  text.reserve(size());
  for (const Field& field : fields()) text += field.raw();
  text += separator().view();
  text += body().view();
  return text;
}

Defects Message::scan_defects() const {
  LineWatch watch;
  for (const Field& field : fields()) watch.add(field.raw());
  watch.add(separator().view());
  watch.add(body().view());
  Defects all = watch.finish();
  all.add(defects());
  return all;
}

}  // namespace mass
