#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/text.hpp"
#include "harness/cli/arguments.hpp"
#include "harness/paths/mix.hpp"
#include "harness/paths/path.hpp"
#include "results/reporters.hpp"

namespace mass::cli {
namespace {

struct Listed {
  std::string name;
  std::string title;
  std::string remark;
};

std::vector<Listed> schemes(const Tools& tools) {
  std::vector<Listed> rows;
  for (const SchemeInfo* info : tools.registry.list()) {
    std::string profiles;
    for (const Profile& profile : info->profiles) {
      profiles += (profiles.empty() ? "profiles: " : ", ") + profile.name;
    }
    if (!info->reconstructed.empty()) profiles += "; partly reconstructed";
    if (info->lineage == Lineage::descendant) profiles += "; descendant, 2007 or later";
    if (!info->family.empty()) {
      profiles += (profiles.empty() ? "" : "; ") + ("plug-in, implements " + info->family);
    }
    rows.push_back({info->id, info->title, profiles});
  }
  return rows;
}

std::vector<Listed> rows_of(const std::vector<Path>& paths) {
  std::vector<Listed> rows;
  for (const Path& path : paths) {
    std::string steps;
    for (const Step& step : path.steps) {
      steps += (steps.empty() ? "" : " ") + step.id();
    }
    rows.push_back({path.id, path.title, steps.empty() ? "no steps" : steps});
  }
  return rows;
}

std::vector<Listed> paths(const Tools&) {
  return rows_of(built_in_paths());
}

std::vector<Listed> presets(const Tools&) {
  return rows_of(mass::presets());
}

std::vector<Listed> transforms(const Tools&) {
  std::vector<Listed> rows;
  for (const Transform& one : all_transforms()) {
    rows.push_back({label_of(one), one.text, one.models});
  }
  return rows;
}

std::vector<Listed> mixes(const Tools&) {
  std::vector<Listed> rows;
  for (const Mix& mix : built_in_mixes()) {
    rows.push_back({mix.id, mix.title, fmt::format("{} paths", mix.percent.size())});
  }
  return rows;
}

std::vector<Listed> corpora(const Tools&) {
  return {{"built-in", "generated from a seed: every stratum and feature, always there", ""},
          {"PATH", "mbox, Maildir, folder of .eml, each also in gz, zst, xz, bz2 or tar", ""}};
}

std::vector<Listed> reports(const Tools&) {
  std::vector<Listed> rows;
  for (const Reporter& one : all_reporters()) {
    rows.push_back({std::string(one.name), std::string(one.text), ""});
  }
  return rows;
}

struct Kind {
  std::string_view name;
  std::vector<Listed> (*rows)(const Tools&);
};
constexpr std::array kKinds{Kind{"schemes", schemes}, Kind{"paths", paths},
                            Kind{"presets", presets}, Kind{"transforms", transforms},
                            Kind{"mixes", mixes},     Kind{"corpora", corpora},
                            Kind{"reports", reports}};

void print(const Tools& tools, const std::vector<Listed>& rows, bool as_json) {
  if (as_json) {
    nlohmann::json array = nlohmann::json::array();
    for (const Listed& row : rows) {
      array.push_back({{"name", row.name}, {"title", row.title}, {"remark", row.remark}});
    }
    tools.console.out << array.dump(2) << "\n";
    return;
  }
  std::size_t width = 0;
  for (const Listed& row : rows) width = std::max(width, row.name.size());
  for (const Listed& row : rows) {
    tools.console.out << fmt::format("{:<{}}  {}\n", row.name, width, row.title);
    if (!row.remark.empty()) {
      tools.console.out << fmt::format("{:<{}}  ({})\n", "", width, row.remark);
    }
  }
}

Result<Exit> list(const Tools& tools, const Arguments& args) {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  const std::string wanted = args.text("kind");
  for (const Kind& kind : kKinds) {
    if (kind.name != wanted) continue;
    print(tools, kind.rows(tools), args.text("format", "table") == "json");
    return Exit::ok;
  }
  const auto known = nearest(wanted, names);
  return fail(
      Errc::config,
      fmt::format(
          "list {}: say one of schemes, paths, presets, transforms, mixes, corpora, reports{}",
          printable(wanted), known ? "; did you mean " + *known + "?" : ""));
}

Exit list_verb(Tools& tools, const Verb& verb, const std::vector<std::string>& words) {
  Arguments args(tools, verb);
  args.add("format", "F", "table or json");
  args.positional("kind", 1);
  if (const auto done = args.parse(words)) return *done;
  const auto exit = list(tools, args);
  return exit ? *exit : report(tools.console, exit.error());
}

}  // namespace

const Verb kList{"list", "lists what there is",
                 "schemes|paths|presets|transforms|mixes|corpora|reports [--format json]",
                 "  massbench list schemes\n  massbench list paths --format json\n", list_verb};

}  // namespace mass::cli
