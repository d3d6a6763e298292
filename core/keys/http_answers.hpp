#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/keys/publication.hpp"

namespace mass {

/// The parts of an absolute URL that a web server sees.
struct Url {
  std::string scheme;  ///< `http` or `https`, lower case.
  std::string host;    ///< Lower case.
  std::uint16_t port = 80;
  std::string path;                                        ///< With the leading slash, as written.
  std::vector<std::pair<std::string, std::string>> query;  ///< Percent-decoded, in order.
};

/// Reads an http or https URL without user name and fragment. Errc::malformed says what is wrong;
/// control characters and blanks are refused.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

/// How an HTTP status answers a question for a key: 200 found, 4xx absent, anything else failed.
[[nodiscard]] KeyAnswer::Status http_status_means(int status) noexcept;

/// Web servers held in memory: the embedded stand-in for HTTP. Objects may be added while others
/// look up; of two objects that fit a request the one with more query parameters answers.
class HttpAnswers final : public KeyDirectory {
 public:
  /// Errc::malformed if the object's URL is not one.
  [[nodiscard]] Result<void> add(const HttpObject& object);
  [[nodiscard]] Result<void> add_timeout(std::string_view url);
  [[nodiscard]] std::size_t objects() const;

  /// The object for a request, or null; for servers that answer from what is held here.
  [[nodiscard]] std::shared_ptr<const HttpObject> find(const Url& url) const;

 private:
  struct Node {
    std::vector<std::pair<std::string, std::string>> needs;
    std::shared_ptr<const HttpObject> object;  ///< Null: nobody answers.
  };
  [[nodiscard]] const Node* find_node(const Url& url) const;
  Result<void> add_node(std::string_view url, std::shared_ptr<const HttpObject> object);
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;

  mutable std::shared_mutex mutex_;
  std::map<std::string, std::vector<Node>, std::less<>> nodes_;  ///< By scheme, host, port, path.
};

/// Reads answers from JSON, `{"GET URL": {"status": 200, "type": "text/plain", "ttl": 3600, "file":
/// "x.cer"}}` or with `"body": "text"`, or `"GET URL": "TIMEOUT"`. Files are relative to `folder`
/// and must lie in it. Errors name file and URL.
[[nodiscard]] Result<std::shared_ptr<HttpAnswers>> load_http_answers(
    const std::filesystem::path& file, const std::filesystem::path& folder);

}  // namespace mass
