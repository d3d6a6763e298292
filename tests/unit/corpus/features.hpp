#pragma once

#include <set>
#include <string>

#include "corpus/corpus.hpp"

namespace mass {

/// The features of a message as it was stored, named and defined as in the notes of the shared mail
/// corpora. `message` must have been read as-is.
[[nodiscard]] std::set<std::string> features_of(const CorpusMessage& message);

}  // namespace mass
