#include "core/keys/http_answers.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/text.hpp"

namespace mass {
namespace {

using Json = nlohmann::json;

std::unexpected<Error> bad_url(std::string_view text, std::string_view why) {
  return fail(Errc::malformed, "read URL " + printable(text, 200) + ": " + std::string(why));
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto octet = from_hex(text.substr(i + 1, 2));
    if (!octet || octet->size() != 1) return std::nullopt;
    out += *octet;
    i += 2;
  }
  return out;
}

bool is_url_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '\\' && c != '#';
  });
}

std::string place_of(const Url& url) {
  return url.scheme + "://" + url.host + ':' + std::to_string(url.port) + url.path;
}

Result<std::string> read_body(const Json& item, const std::filesystem::path& folder) {
  if (const auto body = item.find("body"); body != item.end()) {
    if (!body->is_string()) return fail(Errc::malformed, "body is not a text");
    return body->get<std::string>();
  }
  const auto file = item.find("file");
  if (file == item.end()) return std::string();
  if (!file->is_string()) return fail(Errc::malformed, "file is not a text");
  const std::filesystem::path relative = file->get<std::string>();
  const bool leaves = relative.is_absolute() ||
                      std::ranges::find(relative, std::filesystem::path("..")) != relative.end();
  if (leaves) return fail(Errc::malformed, "file lies outside of the folder");
  std::ifstream stream(folder / relative, std::ios::binary);
  if (!stream) return fail(Errc::io, "read " + (folder / relative).string() + ": no such file");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<void> add_item(HttpAnswers& answers, std::string_view url, const Json& item,
                      const std::filesystem::path& folder) {
  if (item == "TIMEOUT") return answers.add_timeout(url);
  if (!item.is_object()) return fail(Errc::malformed, R"(neither an object nor "TIMEOUT")");
  HttpObject object;
  object.url = url;
  try {
    object.status = item.value("status", 200);
    object.content_type = item.value("type", object.content_type);
    object.ttl_seconds = item.value("ttl", object.ttl_seconds);
  } catch (const Json::exception&) {
    return fail(Errc::malformed, "status and ttl are numbers, type is a text");
  }
  auto body = read_body(item, folder);
  if (!body) return std::unexpected(body.error());
  object.body = *std::move(body);
  return answers.add(object);
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  constexpr std::size_t kLongestUrl = 2048;
  if (text.size() > kLongestUrl) return bad_url(text, "over 2,048 octets");
  if (!is_url_text(text)) return bad_url(text, "holds an octet that no URL has");
  Url url;
  std::string_view rest = text;
  if (istarts_with(rest, "http://")) {
    url.scheme = "http";
    rest.remove_prefix(7);
  } else if (istarts_with(rest, "https://")) {
    url.scheme = "https";
    url.port = 443;
    rest.remove_prefix(8);
  } else {
    return bad_url(text, "not http or https");
  }
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, end);
  rest.remove_prefix(end);
  if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    const auto port = parse_decimal(authority.substr(colon + 1));
    if (!port || *port == 0 || *port > UINT16_MAX) return bad_url(text, "not a port");
    url.port = static_cast<std::uint16_t>(*port);
    authority = authority.substr(0, colon);
  }
  if (!is_dns_name(authority)) return bad_url(text, "not a host name");
  url.host = ascii_lower(authority);
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  url.path = mark == 0 ? "/" : std::string(rest.substr(0, mark));
  if (mark == rest.size()) return url;
  for (const std::string_view pair : split(rest.substr(mark + 1), '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals));
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return bad_url(text, "broken percent sign");
    url.query.emplace_back(*std::move(name), *std::move(value));
  }
  return url;
}

Result<void> HttpAnswers::add(const HttpObject& object) {
  return add_node(object.url, std::make_shared<const HttpObject>(object));
}

Result<void> HttpAnswers::add_timeout(std::string_view url) {
  return add_node(url, nullptr);
}

Result<void> HttpAnswers::add_node(std::string_view text,
                                   std::shared_ptr<const HttpObject> object) {
  auto url = parse_url(text);
  if (!url) return std::unexpected(url.error());
  const std::unique_lock lock(mutex_);
  auto& nodes = nodes_[place_of(*url)];
  const auto same = std::ranges::find(nodes, url->query, &Node::needs);
  if (same != nodes.end()) {
    same->object = std::move(object);
    return {};
  }
  nodes.push_back({std::move(url->query), std::move(object)});
  std::ranges::stable_sort(nodes, std::ranges::greater{},
                           [](const Node& node) { return node.needs.size(); });
  return {};
}

std::size_t HttpAnswers::objects() const {
  const std::shared_lock lock(mutex_);
  std::size_t count = 0;
  for (const auto& [place, nodes] : nodes_) count += nodes.size();
  return count;
}

const HttpAnswers::Node* HttpAnswers::find_node(const Url& url) const {
  const auto found = nodes_.find(place_of(url));
  if (found == nodes_.end()) return nullptr;
  for (const Node& node : found->second) {
    const bool fits = std::ranges::all_of(node.needs, [&url](const auto& need) {
      return std::ranges::find(url.query, need) != url.query.end();
    });
    if (fits) return &node;
  }
  return nullptr;
}

std::shared_ptr<const HttpObject> HttpAnswers::find(const Url& url) const {
  const std::shared_lock lock(mutex_);
  const Node* node = find_node(url);
  return node == nullptr ? nullptr : node->object;
}

KeyAnswer HttpAnswers::answer(const KeyQuery& query, Time /*now*/) const {
  KeyAnswer given;
  if (query.kind != KeyQuery::Kind::http_get) return given;
  const auto url = parse_url(query.name);
  if (!url) {
    given.status = KeyAnswer::Status::failed;
    given.note = "not a URL";
    return given;
  }
  const std::shared_lock lock(mutex_);
  const Node* node = find_node(*url);
  if (node == nullptr) {
    given.note = "HTTP 404";
    return given;
  }
  if (node->object == nullptr) {
    given.status = KeyAnswer::Status::timeout;
    given.note = "no answer";
    return given;
  }
  given.octets = node->object->body.size();
  given.ttl = std::chrono::seconds(node->object->ttl_seconds);
  given.status = http_status_means(node->object->status);
  if (given.status == KeyAnswer::Status::found) {
    given.records = {node->object->body};
  } else {
    given.note = "HTTP " + std::to_string(node->object->status);
  }
  return given;
}

KeyAnswer::Status http_status_means(int status) noexcept {
  if (status == 200) return KeyAnswer::Status::found;
  return status >= 400 && status < 500 ? KeyAnswer::Status::absent : KeyAnswer::Status::failed;
}

Result<std::shared_ptr<HttpAnswers>> load_http_answers(const std::filesystem::path& file,
                                                       const std::filesystem::path& folder) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::io, "read " + file.string() + ": no such file");
  const Json document = Json::parse(stream, nullptr, false);
  if (!document.is_object()) {
    return fail(Errc::malformed, "read " + file.string() + ": not a JSON object");
  }
  auto answers = std::make_shared<HttpAnswers>();
  for (const auto& [key, item] : document.items()) {
    const std::string place = "read " + file.string() + ": " + printable(key, 200);
    if (!key.starts_with("GET ")) return fail(Errc::malformed, place + ": not \"GET URL\"");
    auto added = add_item(*answers, std::string_view(key).substr(4), item, folder);
    if (!added) return fail_in(place, added.error());
  }
  return answers;
}

}  // namespace mass
