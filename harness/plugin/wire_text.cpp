#include "harness/plugin/wire_words.hpp"

namespace mass::wire {
namespace {

constexpr Words<Errc, 10> kErrors{{{"config", Errc::config},
                                   {"io", Errc::io},
                                   {"limit", Errc::limit},
                                   {"malformed", Errc::malformed},
                                   {"unsupported", Errc::unsupported},
                                   {"missing", Errc::missing},
                                   {"timeout", Errc::timed_out},
                                   {"crash", Errc::crashed},
                                   {"protocol", Errc::protocol},
                                   {"internal", Errc::internal}}};

}  // namespace

json text(std::string_view octets) {
  std::string utf8;
  utf8.reserve(octets.size());
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | (octet >> 6));
      utf8 += static_cast<char>(0x80 | (octet & 0x3F));
    }
  }
  return utf8;
}

std::string octets(const json& text) {
  const auto& utf8 = text.get_ref<const std::string&>();
  std::string narrow;
  narrow.reserve(utf8.size());
  // The parser let only valid UTF-8 through: a first octet of two tells what follows.
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto octet = static_cast<unsigned char>(utf8[i]);
    if (octet < 0x80) {
      narrow += utf8[i];
    } else if (octet <= 0xC3) {
      narrow += static_cast<char>((octet & 0x03) << 6 | (utf8[++i] & 0x3F));
    } else {
      return utf8;
    }
  }
  return narrow;
}

json texts(const std::vector<std::string>& list) {
  json array = json::array();
  for (const std::string& one : list) array.push_back(text(one));
  return array;
}

std::vector<std::string> octets_list(const json& array) {
  if (!array.is_array()) throw std::invalid_argument("a list of texts is something else");
  std::vector<std::string> list;
  for (const json& item : array) list.push_back(octets(item));
  return list;
}

void take(std::string& to, const json& object, const char* name) {
  if (const auto found = object.find(name); found != object.end()) to = octets(*found);
}

void take(std::vector<std::string>& to, const json& object, const char* name) {
  if (const auto found = object.find(name); found != object.end()) to = octets_list(*found);
}

void take(bool& to, const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return;
  if (!found->is_boolean()) {
    throw std::invalid_argument(fmt::format("\"{}\" is neither true nor false", name));
  }
  to = found->get<bool>();
}

json value_json(const Value& value) {
  if (const auto* one = std::get_if<std::string>(&value)) return text(*one);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return texts(*list);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  return std::get<bool>(value);
}

Value value_of(const json& item) {
  if (item.is_boolean()) return item.get<bool>();
  if (item.is_number_integer()) return item.get<std::int64_t>();
  if (item.is_array()) return octets_list(item);
  return octets(item);
}

json to_json(const ValueMap& values) {
  json object = json::object();
  for (const auto& [name, value] : values) {
    object[text(name).get_ref<const std::string&>()] = value_json(value);
  }
  return object;
}

ValueMap values(const json& object) {
  if (!object.is_object()) throw std::invalid_argument("an object of values is something else");
  ValueMap map;
  for (const auto& [name, value] : object.items()) map[octets(name)] = value_of(value);
  return map;
}

std::string_view name_of(Errc code) noexcept {
  return word_of(kErrors, code);
}

Errc errc_from(std::string_view name) noexcept {
  return find_word(kErrors, name).value_or(Errc::missing);
}

}  // namespace mass::wire
