#pragma once

#include <optional>
#include <string>

#include "core/keys/signing_keys.hpp"
#include "core/message/transit.hpp"
#include "harness/cli/arguments.hpp"

namespace mass::cli {

/// Reads a whole file, or standard input for `-`. Errors name the file and the reason.
[[nodiscard]] Result<std::string> read_input(Console& console, const std::string& file);

/// One message from a file or standard input, in wire form: stored LF becomes CRLF, unless the file
/// `is_wire` form itself, octet for octet.
[[nodiscard]] Result<Message> read_message(Console& console, const std::string& file,
                                           bool is_wire = false);

/// An envelope from JSON: `{"mail_from": "a@x", "rcpt_to": ["b@y"], "helo": "..."}`; also
/// `client_address` and the flags `eight_bit_mime` and `smtp_utf8`. Missing members stay as they
/// are in `envelope`. `text` is the JSON itself or the name of a file.
[[nodiscard]] Result<void> read_envelope(Console& console, const std::string& text,
                                         Envelope& envelope);
[[nodiscard]] std::string envelope_json(const Envelope& envelope);

/// Key files: PEM makes the RSA key, anything else is a shared secret (white space at the end cut).
[[nodiscard]] Result<std::shared_ptr<GivenKeys>> read_keys(Console& console,
                                                           const std::vector<std::string>& files);

/// `k=v` settings as the scheme's descriptions say.
[[nodiscard]] Result<ValueMap> read_parameters(const SchemeInfo& info,
                                               const std::vector<std::string>& settings);

/// The options that sign, verify, keygen and zone share: declared once, read once.
void add_scheme_options(Arguments& arguments);

/// A scheme as those options describe it.
struct ChosenScheme {
  const SchemeInfo* info = nullptr;
  std::unique_ptr<Scheme> scheme;
};
[[nodiscard]] Result<ChosenScheme> choose_scheme(const Tools& tools, const Arguments& arguments);

/// `--now` in seconds since 1970, else the console's clock.
[[nodiscard]] Result<Time> choose_time(const Tools& tools, const Arguments& arguments);

/// Transit from the message argument and `--envelope`; without an envelope, what an MSA would make.
[[nodiscard]] Result<Transit> choose_transit(const Tools& tools, const Arguments& arguments,
                                             Time now, bool is_wire = false);

}  // namespace mass::cli
