#include "harness/keys/web_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/text.hpp"
#include "core/keys/http_answers.hpp"

namespace mass {
namespace {

namespace fs = std::filesystem;

bool is_plain_segment(std::string_view segment) noexcept {
  if (segment.empty() || segment.front() == '.' || segment.size() > 200) return false;
  return std::ranges::all_of(segment, [](char c) {
    const char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.' ||
           c == '~';
  });
}

bool is_plain_text(std::string_view body) noexcept {
  return std::ranges::all_of(
      body, [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\r' || c == '\n'; });
}

// Which sites files can hold: a file cannot also be the folder of another one.
class Sites {
 public:
  explicit Sites(const std::vector<HttpObject>& objects) {
    for (const HttpObject& object : objects) {
      const std::string path = object.status == 200 ? site_path(object.url) : std::string();
      for (std::size_t at = path.find('/'); at < path.size(); at = path.find('/', at + 1)) {
        folders_.insert(path.substr(0, at));
      }
    }
  }

  [[nodiscard]] std::string path_of(const HttpObject& object) {
    std::string path = object.status == 200 ? site_path(object.url) : std::string();
    if (path.empty() || folders_.contains(path) || !taken_.insert(path).second) return {};
    return path;
  }

 private:
  std::set<std::string, std::less<>> folders_;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace

Result<void> write_file(const fs::path& file, std::string_view octets) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) {
    return fail(Errc::io, fmt::format("make {}: {}", file.parent_path().string(), error.message()));
  }
  std::ofstream stream(file, std::ios::binary);
  stream.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  stream.flush();
  if (!stream) {
    return fail(Errc::io, fmt::format("write {}: {}", file.string(), std::strerror(errno)));
  }
  return {};
}

std::string site_path(std::string_view text) {
  const auto url = parse_url(text);
  if (!url || text.find('?') != std::string_view::npos) return {};
  const bool is_usual = url->scheme == "http" && url->port == 80;
  std::string path = url->host;
  if (!is_usual) path += fmt::format("_{}_{}", url->scheme, url->port);
  std::string_view rest = std::string_view(url->path).substr(1);
  if (rest.empty()) return path + "/index.html";
  for (const std::string_view segment : split(rest, '/')) {
    if (!is_plain_segment(segment)) return {};
    path.append("/").append(segment);
  }
  return path;
}

Result<std::size_t> write_web_folder(const fs::path& folder,
                                     const std::vector<HttpObject>& objects) {
  nlohmann::json answers = nlohmann::json::object();
  Sites sites(objects);
  std::size_t not_in_sites = 0;
  for (const HttpObject& object : objects) {
    nlohmann::json& answer = answers["GET " + object.url];
    answer = {
        {"status", object.status}, {"type", object.content_type}, {"ttl", object.ttl_seconds}};
    std::string file = sites.path_of(object);
    if (!file.empty()) {
      file = "sites/" + file;
    } else {
      ++not_in_sites;
      if (is_plain_text(object.body)) {
        answer["body"] = object.body;
        continue;
      }
      file = fmt::format("objects/{}.bin", not_in_sites);
    }
    answer["file"] = file;
    if (auto done = write_file(folder / file, object.body); !done) {
      return std::unexpected(done.error());
    }
  }
  auto done = write_file(folder / "answers.json", answers.dump(1) + "\n");
  if (!done) return std::unexpected(done.error());
  return not_in_sites;
}

}  // namespace mass
