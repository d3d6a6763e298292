#include "core/scheme/registry.hpp"

#include <algorithm>
#include <utility>

namespace mass {

namespace {

Result<const Profile*> find_profile(const SchemeInfo& info, std::string_view name) {
  const auto found = std::ranges::find(info.profiles, name, &Profile::name);
  if (found != info.profiles.end()) return &*found;
  std::vector<std::string> known;
  for (const Profile& profile : info.profiles) known.push_back(profile.name);
  return unknown_name("profile of scheme " + info.id, name, known);
}

}  // namespace

Result<void> Registry::add(SchemeInfo info, Factory factory) {
  if (entries_.contains(info.id)) {
    return fail(Errc::config, "add scheme " + info.id + ": id is taken");
  }
  if (auto standard = Parameters::check(info.parameters, {}); !standard) {
    return fail_in("add scheme " + info.id, standard.error());
  }
  for (const Profile& profile : info.profiles) {
    if (auto fits = Parameters::check(info.parameters, profile.parameters); !fits) {
      return fail_in("add scheme " + info.id + ": profile " + profile.name, fits.error());
    }
    if (std::ranges::count(info.profiles, profile.name, &Profile::name) > 1) {
      return fail(Errc::config, "add scheme " + info.id + ": two profiles " + profile.name);
    }
  }
  std::string id = info.id;
  entries_.emplace(std::move(id), Entry{std::move(info), std::move(factory)});
  return {};
}

std::vector<const SchemeInfo*> Registry::list() const {
  std::vector<const SchemeInfo*> infos;
  for (const auto& [id, entry] : entries_) infos.push_back(&entry.info);
  return infos;
}

const SchemeInfo* Registry::find(std::string_view id) const noexcept {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second.info;
}

std::unexpected<Error> Registry::unknown_scheme(std::string_view id) const {
  std::vector<std::string> known;
  for (const auto& [name, entry] : entries_) known.push_back(name);
  return unknown_name("scheme", id, known);
}

Result<std::unique_ptr<Scheme>> Registry::make(std::string_view id, std::string_view profile,
                                               const ValueMap& given) const {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return unknown_scheme(id);
  const Entry& entry = found->second;

  ValueMap values = given;
  if (!profile.empty()) {
    const auto known = find_profile(entry.info, profile);
    if (!known) return std::unexpected(known.error());
    // What is given stays; the profile fills in the rest.
    values.insert((*known)->parameters.begin(), (*known)->parameters.end());
  }
  auto parameters = Parameters::check(entry.info.parameters, values);
  if (!parameters) return fail_in("scheme " + entry.info.id, parameters.error());
  return entry.factory(*parameters);
}

}  // namespace mass
