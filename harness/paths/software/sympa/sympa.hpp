#pragma once

#include <vector>

#include "harness/paths/transform.hpp"

/// What only Sympa and the Perl mail modules under it do the way they do. Source: Sympa 6.2.70,
/// MIME-tools 5.510, MailTools 2.21, MIME-EncWords 1.014.3, MIME-Charset 1.013.1.
namespace mass::transforms {

[[nodiscard]] Transform sympa_receive();
[[nodiscard]] Transform sympa_subject();
[[nodiscard]] Transform sympa_reply_to();
[[nodiscard]] Transform sympa_archived_at();
[[nodiscard]] Transform sympa_dmarc();
[[nodiscard]] Transform sympa_footer();
[[nodiscard]] Transform sympa_send();

[[nodiscard]] std::vector<Transform> sympa_steps();

}  // namespace mass::transforms
