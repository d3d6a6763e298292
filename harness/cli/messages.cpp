#include "harness/cli/messages.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "corpus/corpus.hpp"
#include "harness/run/submission.hpp"

namespace mass::cli {

using nlohmann::json;

namespace {

// The end of the year 9999: dates in mail have four digits (RFC 5322 section 3.3).
constexpr std::uint64_t kLastSecond = 253402300799;

}  // namespace

Result<std::string> read_input(Console& console, const std::string& file) {
  if (file.empty() || file == "-") {
    return std::string(std::istreambuf_iterator<char>(console.in), {});
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Errc::io, fmt::format("read {}: {}", file, std::strerror(errno)));
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad() || std::filesystem::is_directory(file)) {
    return fail(Errc::io, fmt::format("read {}: not a readable file", file));
  }
  return text;
}

Result<Message> read_message(Console& console, const std::string& file, bool is_wire) {
  auto text = read_input(console, file);
  if (!text) return std::unexpected(text.error());
  if (is_wire) return Message::parse(*std::move(text));
  LineEnds found{};
  return Message::parse(to_wire(*std::move(text), found));
}

Result<void> read_envelope(Console& console, const std::string& text, Envelope& envelope) {
  std::string source = text;
  if (!trim(text).starts_with('{')) {
    auto content = read_input(console, text);
    if (!content) return std::unexpected(content.error());
    source = *std::move(content);
  }
  const json parsed = json::parse(source, nullptr, false, true);
  if (!parsed.is_object()) {
    return fail(Errc::config,
                "envelope: not a JSON object; try "
                "--envelope '{\"mail_from\": \"a@x.example\", \"rcpt_to\": "
                "[\"b@y.example\"]}'");
  }
  for (const auto& [key, value] : parsed.items()) {
    if (key == "mail_from" && value.is_string()) {
      envelope.mail_from = value.get<std::string>();
    } else if (key == "helo" && value.is_string()) {
      envelope.helo = value.get<std::string>();
    } else if (key == "client_address" && value.is_string()) {
      envelope.client_address = value.get<std::string>();
    } else if (key == "eight_bit_mime" && value.is_boolean()) {
      envelope.eight_bit_mime = value.get<bool>();
    } else if (key == "smtp_utf8" && value.is_boolean()) {
      envelope.smtp_utf8 = value.get<bool>();
    } else if (key == "time" && value.is_number_unsigned() &&
               value.get<std::uint64_t>() <= kLastSecond) {
      envelope.time = from_unix(static_cast<std::int64_t>(value.get<std::uint64_t>()));
    } else if (key == "rcpt_to" && value.is_array()) {
      envelope.rcpt_to.clear();
      for (const json& recipient : value) {
        if (!recipient.is_string()) return fail(Errc::config, "envelope: rcpt_to holds no text");
        envelope.rcpt_to.push_back(recipient.get<std::string>());
      }
    } else {
      return fail(Errc::config,
                  fmt::format("envelope: unknown or mistyped member \"{}\" (known: mail_from, "
                              "rcpt_to, helo, client_address, eight_bit_mime, smtp_utf8, time)",
                              printable(key)));
    }
  }
  return {};
}

std::string envelope_json(const Envelope& envelope) {
  const json object{{"mail_from", envelope.mail_from},
                    {"rcpt_to", envelope.rcpt_to},
                    {"helo", envelope.helo},
                    {"client_address", envelope.client_address},
                    {"eight_bit_mime", envelope.eight_bit_mime},
                    {"smtp_utf8", envelope.smtp_utf8},
                    {"time", to_unix(envelope.time)}};
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::shared_ptr<GivenKeys>> read_keys(Console& console,
                                             const std::vector<std::string>& files) {
  auto keys = std::make_shared<GivenKeys>();
  for (const std::string& file : files) {
    auto text = read_input(console, file);
    if (!text) return std::unexpected(text.error());
    if (text->find("-----BEGIN") == std::string::npos) {
      keys->shared_secret = std::string(trim(*text));
      continue;
    }
    if (auto added = keys->add_pem(*text); !added) return fail_in(file, added.error());
  }
  return keys;
}

Result<ValueMap> read_parameters(const SchemeInfo& info, const std::vector<std::string>& settings) {
  ValueMap given;
  std::vector<std::string> names;
  for (const ParameterInfo& parameter : info.parameters) names.push_back(parameter.name);
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const auto found = std::ranges::find(info.parameters, name, &ParameterInfo::name);
    if (equals == std::string::npos || found == info.parameters.end()) {
      const auto known = nearest(name, names);
      return fail(Errc::config,
                  fmt::format("--param {}: {} has no such parameter{}; see \"massbench describe "
                              "{}\"",
                              printable(setting), info.id,
                              known ? ", did you mean " + *known + "=" : "", info.id));
    }
    auto value = parse_parameter(*found, std::string_view(setting).substr(equals + 1));
    if (!value) return fail_in("--param " + name, value.error());
    given[name] = *std::move(value);
  }
  return given;
}

void add_scheme_options(Arguments& arguments) {
  arguments.add("scheme", "S", "scheme, as `massbench list schemes` names it");
  arguments.add("profile", "P", "named settings of the scheme (default: none)");
  arguments.add_list("param", "K=V", "one setting of the scheme; repeatable");
}

Result<ChosenScheme> choose_scheme(const Tools& tools, const Arguments& arguments) {
  const std::string id = arguments.text("scheme");
  if (id.empty()) {
    return fail(Errc::config, "no --scheme given; \"massbench list schemes\" names them");
  }
  const SchemeInfo* info = tools.registry.find(id);
  if (info == nullptr) {
    auto unknown = tools.registry.make(id, {}, {});  // makes the error with the nearest name
    return unknown ? fail(Errc::internal, "scheme " + id) : std::unexpected(unknown.error());
  }
  auto given = read_parameters(*info, arguments.list("param"));
  if (!given) return std::unexpected(given.error());
  auto scheme = tools.registry.make(id, arguments.text("profile"), *given);
  if (!scheme) return std::unexpected(scheme.error());
  return ChosenScheme{info, *std::move(scheme)};
}

Result<Time> choose_time(const Tools& tools, const Arguments& arguments) {
  if (!arguments.has("now")) return tools.console.now();
  const auto seconds = arguments.number("now", 0);
  if (!seconds) return std::unexpected(seconds.error());
  if (*seconds > kLastSecond) return fail(Errc::config, "--now is beyond the year 9999");
  return from_unix(static_cast<std::int64_t>(*seconds));
}

Result<Transit> choose_transit(const Tools& tools, const Arguments& arguments, Time now,
                               bool is_wire) {
  auto message = read_message(tools.console, arguments.text("message", "-"), is_wire);
  if (!message) return std::unexpected(message.error());
  Transit transit = submit(*message, false, now);
  if (arguments.has("envelope")) {
    auto read = read_envelope(tools.console, arguments.text("envelope"), transit.envelope);
    if (!read) return std::unexpected(read.error());
    if (arguments.has("now")) transit.envelope.time = now;
  }
  return transit;
}

}  // namespace mass::cli
