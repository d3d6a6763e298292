#pragma once

#include <string>
#include <vector>

#include "core/message/transit.hpp"

namespace mass {

/// The transit that an author's submission server (MSA) starts: the message and the envelope it
/// would be sent with.
///
/// The reverse-path is the address of Sender, else the first of From: what a submission server
/// that trusts its users writes. A message without a usable one is submitted by
/// `submitter@originator.example`, and one that was a notification keeps its null reverse-path.
[[nodiscard]] Transit submit(const Message& message, bool null_sender, Time now);

/// Domain of the address of Sender, else of the first of From that has one, lower case; empty if
/// there is none. Messages of one sender are alike.
[[nodiscard]] std::string sending_domain(const Message& message);

/// Every domain that appears in the originating identities of a transit (From, Sender, Resent-*,
/// reverse-path), lower case, sorted, once each. The harness plays the operator of all of them.
[[nodiscard]] std::vector<std::string> originating_domains(const Transit& transit);

}  // namespace mass
