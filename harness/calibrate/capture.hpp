#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/message/transit.hpp"

namespace mass {

/// What came out of a software, as far as it was captured.
struct CapturedOutput {
  std::string file;  ///< Name told to people.
  std::string octets;
  // Of the envelope, only what the capture states.
  std::optional<std::string> mail_from;
  std::optional<std::vector<std::string>> rcpt_to;
  std::optional<bool> eight_bit_mime;  ///< BODY=8BITMIME was declared.
  std::optional<bool> smtp_utf8;
};

/// One message before and after a software handled it.
struct CapturedPair {
  std::string id;     ///< `018`
  std::string about;  ///< What the message tests, if the capture says so: `long-lines`.
  Transit in;
  Delivery result = Delivery::in_transit;
  std::vector<CapturedOutput> out;  ///< Deliveries, notices left out. One unless it was copied.
};

/// Pairs of one configuration of one software: a folder.
struct CaptureSet {
  std::string system;  ///< `postfix`
  std::string config;  ///< `relay-8bit`
  std::filesystem::path folder;
  std::vector<CapturedPair> pairs;    ///< By id.
  std::vector<std::string> problems;  ///< Pairs that could not be read, with file and reason.

  /// `postfix/relay-8bit`: the id of the preset for it.
  [[nodiscard]] std::string preset() const { return system + "/" + config; }
};

/// The folders at or below `root` that hold files `NAME.in.eml`, sorted.
[[nodiscard]] std::vector<std::filesystem::path> find_captures(const std::filesystem::path& root);

/// Reads a folder: `NAME.in.eml` as it was handed over and `NAME.out.eml` as it came out, both as
/// they stand, and `NAME.json` with envelopes and result, all of whose members may lack; the client
/// is `client.author.example` at 127.0.0.1 unless `in.helo` and `in.client` name another. Without
/// it the envelope is what a submission server would make of the header and the outgoing one is
/// not compared. A message without output was discarded. System and configuration are named by
/// the files, else by the last two folders.
/// A pair that cannot be read becomes a problem. Errors: a folder without a single pair.
[[nodiscard]] Result<CaptureSet> load_captures(const std::filesystem::path& folder);

}  // namespace mass
