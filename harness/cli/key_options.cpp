#include "harness/cli/key_options.hpp"

#include "harness/cli/messages.hpp"

namespace mass::cli {
namespace {

Result<void> add_certificate(const Tools& tools, const std::string& file, GivenKeys& keys) {
  auto text = read_input(tools.console, file);
  if (!text) return std::unexpected(text.error());
  auto certificates = Certificate::from_pem(*text);
  if (!certificates) return fail_in("--certificate " + file, certificates.error());
  if (!keys.rsa_key) {
    return fail(Errc::config, "--certificate " + file + ": give its private key with --keys");
  }
  keys.certificate = certificates->front();
  keys.chain.assign(certificates->begin() + 1, certificates->end());
  if (keys.certificate->public_key_der() == keys.rsa_key->public_der()) return {};
  return fail(Errc::config, "--certificate " + file +
                                ": its first certificate is for another key than that of --keys");
}

}  // namespace

void add_key_options(Arguments& arguments) {
  arguments.add_list("keys", "FILE", "private key (PEM) or shared secret; repeatable");
  arguments.add("certificate", "FILE", "certificate (PEM) of the key, then its chain");
  arguments.add("seed", "N", "derived keys for every domain, as run makes them: for tests only");
}

Result<std::shared_ptr<const SigningKeys>> choose_keys(const Tools& tools,
                                                       const Arguments& arguments) {
  if (arguments.has("seed")) {
    if (arguments.has("keys") || arguments.has("certificate")) {
      return fail(Errc::config, "--seed derives all keys; leave out --keys and --certificate");
    }
    const auto seed = arguments.number("seed", 0);
    if (!seed) return std::unexpected(seed.error());
    return std::make_shared<const DerivedKeys>(*seed);
  }
  auto keys = read_keys(tools.console, arguments.list("keys"));
  if (!keys) return std::unexpected(keys.error());
  if (arguments.has("certificate")) {
    auto added = add_certificate(tools, arguments.text("certificate"), **keys);
    if (!added) return std::unexpected(added.error());
  }
  return *std::move(keys);
}

}  // namespace mass::cli
