#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/keys/directory.hpp"
#include "core/keys/signing_keys.hpp"

/// The asking side of a served scheme. Private to harness/plugin.
namespace mass {

/// The line to the harness: frames out, and what is asked back.
class Line {
 public:
  Line(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

  void send(const nlohmann::json& header, std::string_view octets);

  /// Asks in the request of this id. Nothing is asked any more after a failure; `failure` has it.
  [[nodiscard]] Result<nlohmann::json> ask(nlohmann::json question);

  std::int64_t id = 0;
  std::optional<Error> failure;

 private:
  std::istream& in_;
  std::ostream& out_;
};

/// Keys of others, looked up by the harness.
class RemoteDirectory final : public KeyDirectory {
 public:
  explicit RemoteDirectory(Line& line) : line_(line) {}

 private:
  [[nodiscard]] KeyAnswer answer(const KeyQuery& query, Time now) const override;
  Line& line_;
};

/// Private keys, given by the harness.
class RemoteKeys final : public SigningKeys {
 public:
  explicit RemoteKeys(Line& line) : line_(line) {}
  [[nodiscard]] Result<std::shared_ptr<const RsaPrivateKey>> rsa(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::shared_ptr<const Ed25519PrivateKey>> ed25519(
      std::string_view domain, std::string_view selector) const override;
  [[nodiscard]] Result<std::string> secret(std::string_view domain, int number) const override;
  [[nodiscard]] Result<CertifiedKey> certified(std::string_view domain,
                                               const CertificateNames& names) const override;

 private:
  Line& line_;
};

}  // namespace mass
