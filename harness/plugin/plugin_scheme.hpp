#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/scheme/registry.hpp"
#include "harness/plugin/host.hpp"

namespace mass {

/// A scheme that another process implements. What that process does not do is done by the built-in
/// scheme of its family, if there is one: a verifier alone judges what the built-in scheme signs,
/// and its records are published for it.
class PluginScheme final : public Scheme {
 public:
  /// `family` may be null.
  PluginScheme(const SchemeInfo& info, std::shared_ptr<PluginHost> host,
               std::shared_ptr<const PluginGreeting> greeting, ValueMap parameters,
               std::unique_ptr<Scheme> family);

  [[nodiscard]] const SchemeInfo& info() const noexcept override { return info_; }
  [[nodiscard]] Result<Signed> originate(Transit transit, const Context& context) const override;
  [[nodiscard]] Result<Signed> forward(Transit transit, const Context& context) const override;
  [[nodiscard]] Verdict verify(const Transit& transit, const Context& context) const override;
  [[nodiscard]] Result<Verdict> try_verify(const Transit& transit,
                                           const Context& context) const override;
  [[nodiscard]] Result<Publication> provision(std::string_view domain,
                                              const Context& context) const override;
  [[nodiscard]] std::string status_field(const Verdict& verdict) const override;
  [[nodiscard]] std::string authentication_result(const Verdict& verdict) const override;

  /// Whether the plug-in takes its settings; one that cannot say so takes all.
  [[nodiscard]] Result<void> check() const;

 private:
  [[nodiscard]] Result<Frame> ask(const char* operation, nlohmann::json header,
                                  std::string_view octets, const Context& context) const;
  [[nodiscard]] Result<Signed> sign(const char* operation, Transit transit,
                                    const Context& context) const;
  [[nodiscard]] Result<Frame> ask_without_context(const char* operation,
                                                  nlohmann::json header) const;
  [[nodiscard]] std::unexpected<Error> wrong(Error error) const;

  SchemeInfo info_;
  std::shared_ptr<PluginHost> host_;
  std::shared_ptr<const PluginGreeting> greeting_;
  nlohmann::json parameters_;
  std::unique_ptr<Scheme> family_;
};

/// Starts a plug-in and adds it to the registry, which must then stay where it is: the family is
/// taken from it whenever a scheme is made.
[[nodiscard]] Result<void> enrol_plugin(const PluginManifest& manifest, Registry& registry);

}  // namespace mass
