#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/crypto/crypto.hpp"
#include "core/scheme/scheme.hpp"

/// Entity-to-Entity S/MIME, mass-bench profile 1. Source of the section numbers in this folder: the
/// project's sheet on draft-hallambaker-entity-00 (July 2004).
namespace mass::entity_smime {

/// Whose certificate signs. Source: sheet section 4.2, SignatureType.
enum class SignatureType : std::uint8_t { domain, originator };

/// Whether a user asked for the signature. Source: sheet section 2.1.
enum class Mode : std::uint8_t { opportunistic, explicit_ };

enum class When : std::uint8_t { always, ehlo };

/// Which of several layers speaks for the message. Source: sheet section 6.
enum class Prefer : std::uint8_t { outermost, aligned };

/// On what trust may rest. Source: sheet section 5.6.
enum class TrustFrom : std::uint8_t { any, pkix, dns };

/// What an outgoing edge does. Source: sheet sections 2.1 and 4.5.
enum class Relay : std::uint8_t { sign, strip };

/// AuthenticationPolicy to publish. Source: sheet section 2.3.
enum class Policy : std::uint8_t { undefined, ehlo, always, never, none };

struct Settings {
  // Signing.
  bool is_seven_bit = false;  ///< Re-encode what may not cross 7-bit SMTP.
  bool hardens = false;       ///< Also re-encode text that careless relays change.
  bool wraps = false;         ///< Sign the whole message as message/rfc822.
  bool embeds = true;         ///< Carry the certificates; else readers follow the Locator.
  bool by_key_identifier = false;
  HashAlgorithm hash = HashAlgorithm::sha1;
  SignatureType type = SignatureType::domain;
  Mode mode = Mode::opportunistic;
  bool states_kind = true;  ///< Write SignatureType, mode and X-Entity-Signature.
  When when = When::always;
  std::optional<Time> signing_time;  ///< Else the clock.
  Relay relay = Relay::sign;

  // Publishing.
  bool publishes_certificate = false;
  bool publishes_locator = false;
  bool publishes_key = false;
  bool publishes_authority = false;
  Policy policy = Policy::undefined;

  // Both sides.
  bool ehlo_smime = false;  ///< The receiving server of the hop advertised SMIME.

  // Verifying.
  Prefer prefer = Prefer::outermost;
  TrustFrom trust = TrustFrom::any;
};

[[nodiscard]] std::vector<ParameterInfo> parameter_infos();
[[nodiscard]] std::vector<Profile> profiles();
[[nodiscard]] Result<Settings> read_settings(const Parameters& parameters);

}  // namespace mass::entity_smime
