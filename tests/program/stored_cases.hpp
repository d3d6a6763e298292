#pragma once

#include <map>
#include <string>
#include <vector>

namespace mass::test {

/// A row of a table, by column.
using Row = std::map<std::string, std::string>;

/// What the case store of a run folder answers; it is opened to read only.
std::vector<Row> ask(const std::string& folder, const std::string& sql);

/// Changes the case store of a run folder.
void change(const std::string& folder, const std::string& sql);

}  // namespace mass::test
