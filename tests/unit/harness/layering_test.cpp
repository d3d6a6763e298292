#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = MASS_SOURCE_DIR;

// The house plan: who may know whom. A scheme may include itself and core, never another scheme.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"core", {"core"}},
    {"schemes", {"core", "schemes"}},
    {"corpus", {"core", "corpus"}},
    {"results", {"core", "results"}},
    {"harness", {"core", "schemes", "corpus", "results", "harness"}},
};

std::vector<fs::path> sources(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".hpp" || extension == ".in") {
      found.push_back(entry.path());
    }
  }
  return found;
}

std::vector<std::string> quoted_includes(const fs::path& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*\"([^\"]+)\")");
  std::vector<std::string> found;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (std::smatch match; std::regex_search(line, match, kInclude)) found.push_back(match[1]);
  }
  return found;
}

std::string first_part(const std::string& path) {
  return path.substr(0, path.find('/'));
}

std::string scheme_of(const std::string& path) {
  const std::string rest = path.substr(path.find('/') + 1);
  const auto slash = rest.find('/');
  return slash == std::string::npos ? std::string() : rest.substr(0, slash);
}

TEST(Layering, EveryIncludePointsDownTheHouse) {
  std::size_t seen = 0;
  for (const auto& [room, allowed] : kMayInclude) {
    for (const fs::path& file : sources(kRoot / room)) {
      const std::string own = fs::relative(file, kRoot).generic_string();
      for (const std::string& include : quoted_includes(file)) {
        ++seen;
        const std::string target = first_part(include);

        EXPECT_TRUE(allowed.contains(target)) << own << " includes " << include;

        if (room == "schemes" && target == "schemes" && include != "schemes/enrol_all.hpp") {
          EXPECT_EQ(scheme_of(include), scheme_of(own)) << own << " includes " << include;
        }
      }
    }
  }

  EXPECT_GT(seen, 100U) << "the walk found too few includes to mean anything";
}

TEST(Layering, NoSchemeIsNamedInTheHarness) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kRoot / "schemes")) {
    if (fs::exists(entry.path() / "CMakeLists.txt")) {
      names.push_back(entry.path().filename().string());
    }
  }

  ASSERT_FALSE(names.empty());
  for (const std::string room : {"harness/run", "harness/inspect", "harness/check", "results"}) {
    for (const fs::path& file : sources(kRoot / room)) {
      std::ifstream stream(file);
      std::size_t number = 0;
      for (std::string line; std::getline(stream, line);) {
        ++number;
        const auto comment = line.find("//");
        const std::string code = line.substr(0, comment);
        for (const std::string& name : names) {
          EXPECT_EQ(code.find('"' + name + '"'), std::string::npos)
              << file << ":" << number << " names a scheme: " << line;
        }
      }
    }
  }
}

TEST(Layering, EveryHeaderIsGuardedAndSmall) {
  for (const auto& [room, allowed] : kMayInclude) {
    for (const fs::path& file : sources(kRoot / room)) {
      std::ifstream stream(file);
      std::string first;
      std::getline(stream, first);
      std::size_t lines = 1;
      for (std::string line; std::getline(stream, line);) ++lines;

      if (file.extension() == ".hpp") {
        EXPECT_EQ(first, "#pragma once") << file;
      }
      EXPECT_LE(lines, 500U) << file;
    }
  }
}

}  // namespace
