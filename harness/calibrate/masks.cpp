#include "harness/calibrate/masks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/files.hpp"
#include "core/base/text.hpp"
#include "core/message/codec.hpp"
#include "harness/calibrate/built_in_masks.hpp"
#include "harness/json/document.hpp"

namespace mass {

namespace {

constexpr std::string_view kSchema = "mass-masks-1";

void read_mask(JsonObject json, std::vector<Mask>& masks) {
  std::string name = json.text("name");
  std::vector<std::string> systems = json.texts_or("systems");
  const std::string text = json.text("pattern");
  auto pattern = Pattern::compile(text, {.fast = true});
  if (!pattern) {
    json.complain("pattern", pattern.error().what);
    return;
  }
  const std::string decode = json.text_or("decode", "");
  if (!decode.empty() && decode != "base64") json.complain("decode", "decode must be \"base64\"");
  masks.push_back({std::move(name), std::move(systems), *std::move(pattern), decode == "base64"});
}

std::string with_base64_decoded(std::string text, const Pattern& pattern) {
  const auto match = pattern.find(text);
  if (!match || match->size() < 2) return text;
  const std::string& encoded = match->back();
  const auto decoded = base64_decode(encoded);
  if (!decoded || base64_lines(*decoded) != with_crlf_ends(with_lf_ends(encoded))) return text;
  const std::size_t start = text.find(match->front()) + match->front().size() - encoded.size();
  return text.replace(start, encoded.size(), *decoded);
}

}  // namespace

Result<std::vector<Mask>> parse_masks(std::string_view json, std::string_view file) {
  auto document = JsonDocument::parse(json, file);
  if (!document) return std::unexpected(document.error());
  std::vector<Mask> masks;
  {
    JsonObject root = document->root();
    if (const auto schema = root.text("schema"); root.has("schema") && schema != kSchema) {
      root.complain("schema", fmt::format("schema must be \"{}\"", kSchema));
    }
    for (JsonObject& entry : root.objects("masks")) read_mask(std::move(entry), masks);
  }
  if (auto sound = document->check(); !sound) return std::unexpected(sound.error());
  return masks;
}

Result<std::vector<Mask>> load_masks(const std::filesystem::path& file) {
  const auto text = read_file(file, "masks");
  if (!text) return std::unexpected(text.error());
  return parse_masks(*text, file.string());
}

Result<std::vector<Mask>> built_in_masks() {
  return parse_masks(built_in_masks_text(), "masks.json");
}

std::vector<Mask> for_any_system(std::vector<Mask> masks) {
  for (Mask& mask : masks) mask.systems.clear();
  return masks;
}

std::string masked(std::string_view text, std::string_view system, const std::vector<Mask>& masks) {
  std::string out(text);
  for (const Mask& mask : masks) {
    const bool applies =
        mask.systems.empty() || std::ranges::any_of(mask.systems, [&](const std::string& one) {
          return iequals(one, system);
        });
    if (!applies) continue;
    out = mask.is_base64 ? with_base64_decoded(std::move(out), mask.pattern)
                         : mask.pattern.replace_all(out, "\xC2\xAB" + mask.name + "\xC2\xBB");
  }
  return out;
}

}  // namespace mass
