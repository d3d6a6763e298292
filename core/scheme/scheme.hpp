#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cost.hpp"
#include "core/base/error.hpp"
#include "core/base/random.hpp"
#include "core/crypto/rsa.hpp"
#include "core/keys/publication.hpp"
#include "core/keys/signing_keys.hpp"
#include "core/message/transit.hpp"
#include "core/scheme/parameters.hpp"
#include "core/scheme/trace.hpp"
#include "core/scheme/verdict.hpp"

namespace mass {

/// What a scheme makes a statement about. A path tests content (a delivery) or bounces; a scheme
/// that protects nothing the path tests is not judged there (`na`).
enum class Protects : std::uint8_t { header = 1, body = 2, envelope = 4, bounce = 8 };
[[nodiscard]] constexpr Protects operator|(Protects a, Protects b) noexcept {
  return static_cast<Protects>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr bool covers(Protects set, Protects what) noexcept {
  return (static_cast<unsigned>(set) & static_cast<unsigned>(what)) != 0;
}

/// Who acts. Source: RFC 5598 section 2.
enum class RoleKind : std::uint8_t { originator, relay, mediator, receiver };

/// The operator on whose behalf a scheme acts.
struct Role {
  RoleKind kind = RoleKind::originator;
  std::string domain;  ///< ADMD of the operator; empty means whichever domain the message names.
  std::string host;    ///< Host that acts; empty: the scheme makes up a name in the domain.
};

/// A named set of settings. Source: scenarios sheet section 5.
struct Profile {
  std::string name;
  std::string text;
  ValueMap parameters;
  bool standard = true;  ///< Part of a run that names no profiles.
};

/// Whether a scheme was among the proposals of 2004, or came of them in 2007 or later and stands
/// beside them for comparison.
enum class Lineage : std::uint8_t { proposal, descendant };

/// What a scheme is. `list`, `describe`, reports and docs are made from it.
struct SchemeInfo {
  std::string id;  ///< Lower case, as on the command line.
  std::string title;
  std::string source;  ///< Document and date.
  Protects protects = Protects::header;
  std::string text;                ///< The idea in one paragraph.
  std::vector<std::string> roles;  ///< Who can sign, in the terms of RFC 5598.
  std::string reconstructed;       ///< Which rules are ours for want of a source; empty if none.
  std::vector<ParameterInfo> parameters;
  std::vector<Profile> profiles;  ///< The first is the standard one.
  Lineage lineage = Lineage::proposal;

  /// Id of the scheme of which this is another implementation: they have vectors and key records in
  /// common. Empty if it is the only one.
  std::string family;
  /// What the other implementation of the family does in place of this one: `originate`, `verify`,
  /// `trace`, ...
  std::vector<std::string> stand_ins;
};

/// Everything a scheme may use besides its arguments. No globals, no environment, no wall clock.
struct Context {
  const Crypto& crypto;
  const SigningKeys& signing_keys;
  const KeyDirectory& directory;
  PublicKeyCache& public_keys;
  CostMeter& cost;
  RandomSource& random;
  Time now{};
  Role role;
  Trace* trace = nullptr;            ///< Where to write down what is hashed; usually null.
  const Transit* arrived = nullptr;  ///< For `forward`: what the operator received, before its own
                                     ///< changes. Null: nothing else than what it forwards.
};

/// The result of originate or forward.
struct Signed {
  Transit transit;
  std::string declined;  ///< Empty if signed. Else a short stable reason (`no_from`), and the
                         ///< transit is as given.
};

/// A proposal for signing mail. Const and thread-safe; configured at construction.
class Scheme {
 public:
  virtual ~Scheme() = default;
  [[nodiscard]] virtual const SchemeInfo& info() const noexcept = 0;

  /// Signs at the origin. To decline is a value; an error means that the framework could not do it.
  [[nodiscard]] virtual Result<Signed> originate(Transit transit, const Context& context) const = 0;

  /// What an intermediary that takes part does after its own changes, by `context.role`: a list
  /// that signs again, a stamp per hop, an edge that strips. By default it declines.
  [[nodiscard]] virtual Result<Signed> forward(Transit transit, const Context& context) const;

  /// Judges what arrived. Never fails: trouble is an outcome.
  [[nodiscard]] virtual Verdict verify(const Transit& transit, const Context& context) const = 0;

  /// As `verify`, for callers that must not take a verifier which broke down for a verdict: one in
  /// another process can hang, end or talk nonsense, which is the error here. What runs a scheme
  /// asks this.
  [[nodiscard]] virtual Result<Verdict> try_verify(const Transit& transit,
                                                   const Context& context) const;

  /// What `domain` must publish so that others can verify. Empty when nothing is published.
  [[nodiscard]] virtual Result<Publication> provision(std::string_view domain,
                                                      const Context& context) const;

  /// The header field in which the scheme itself reports a verdict (`DomainKey-Status`), as a whole
  /// field; empty if it has none.
  [[nodiscard]] virtual std::string status_field(const Verdict& verdict) const;

  /// The method part of Authentication-Results: `domainkeys=pass header.from=joe@example.com`.
  [[nodiscard]] virtual std::string authentication_result(const Verdict& verdict) const = 0;

 protected:
  Scheme() = default;
  Scheme(const Scheme&) = default;
  Scheme& operator=(const Scheme&) = default;
};

/// A whole Authentication-Results field without its final CRLF. Source: RFC 8601 section 2.2.
[[nodiscard]] std::string authentication_results(std::string_view authserv_id,
                                                 const std::vector<std::string>& results);

/// A value for Authentication-Results: as it stands if it is a token or an address without quotes,
/// else as a quoted-string. Control characters are dropped, so that hostile text stays inside its
/// value; a very long one is cut. Source: RFC 8601 section 2.2 (value, pvalue).
[[nodiscard]] std::string authres_value(std::string_view text);

}  // namespace mass
