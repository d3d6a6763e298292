#include "harness/plugin/host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "harness/plugin/wire.hpp"

namespace mass {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

std::string word(const json& header, const char* name) {
  const auto found = header.find(name);
  return found != header.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<json> no_answers(const json& question) {
  return fail(Errc::protocol, fmt::format("asked \"{}\" when there is nothing to ask",
                                          printable(word(question, "ask"))));
}

PluginGreeting read_greeting(const json& header) {
  PluginGreeting greeting;
  greeting.operations = header.at("operations").get<std::vector<std::string>>();
  greeting.has_trace = header.value("trace", false);
  if (header.contains("software")) greeting.software = wire::octets(header.at("software"));
  greeting.info.protects = static_cast<Protects>(0);
  if (header.contains("scheme")) wire::overlay(greeting.info, header.at("scheme"));
  return greeting;
}

// What an answer says of itself; the id was looked at before.
Result<Frame> judged(Frame frame) {
  const std::string answer = word(frame.header, "answer");
  if (answer == "done") return frame;
  if (answer == "unsupported") return fail(Errc::unsupported, "does not do that");
  if (answer != "error") {
    return fail(Errc::protocol,
                fmt::format("\"answer\" is {}, not done, unsupported or error",
                            answer.empty() ? "missing" : "\"" + printable(answer, 60) + "\""));
  }
  const Errc kind = wire::errc_from(word(frame.header, "kind"));
  return fail(kind, "says: " + printable(word(frame.header, "reason"), 1000));
}

// Whether a process of which this is the error may go on.
bool is_sound(const Error& error) {
  return error.code != Errc::timed_out && error.code != Errc::crashed &&
         error.code != Errc::protocol;
}

}  // namespace

bool PluginGreeting::does(std::string_view operation) const noexcept {
  return std::ranges::find(operations, operation) != operations.end();
}

Result<PluginGreeting> PluginHost::greet() {
  json header;
  auto worker = borrow(&header);
  if (!worker) return failed(worker.error());
  auto greeting = wire::read_wire([&header] { return read_greeting(header); });
  if (!greeting) return failed({Errc::protocol, "its greeting: " + greeting.error().what, {}});
  // What it does not know today, a later harness will ask: it must say so and go on.
  const auto probe = converse(*worker, {{"op", "no-such-operation"}}, {}, no_answers);
  const auto answer = probe ? judged(*probe) : std::unexpected(probe.error());
  if (answer || answer.error().code != Errc::unsupported) {
    return failed({answer || is_sound(answer.error()) ? Errc::protocol : answer.error().code,
                   "did not answer \"unsupported\" to an operation that does not exist" +
                       (answer ? "" : ": " + answer.error().what),
                   {}});
  }
  const std::scoped_lock lock(mutex_);
  idle_.push_back(*std::move(worker));
  return greeting;
}

Result<Frame> PluginHost::request(json header, std::string_view octets, const Answerer& answerer) {
  if (octets.size() > kMaxFrameOctets) {
    return fail(Errc::limit, fmt::format("a message of {} octets; plug-ins are given at most {}",
                                         octets.size(), kMaxFrameOctets));
  }
  auto worker = borrow(nullptr);
  if (!worker) return failed(worker.error());
  auto frame = converse(*worker, std::move(header), octets, answerer);
  if (!frame) return failed(frame.error());
  auto answer = judged(*std::move(frame));
  if (!answer && !is_sound(answer.error())) return failed(answer.error());
  const std::scoped_lock lock(mutex_);
  failures_ = 0;
  idle_.push_back(*std::move(worker));
  if (!answer) return fail_in("plug-in " + manifest_.id, answer.error());
  return answer;
}

// An idle process, or a new one. One that has ended or talks unasked is no longer idle: whoever
// asked it before has had his answer, and who comes next shall not pay.
Result<PluginHost::Worker> PluginHost::borrow(json* greeting) {
  while (greeting == nullptr) {
    std::unique_lock lock(mutex_);
    if (failures_ >= kFailuresInRow) {
      return fail(last_.code, fmt::format("given up after {} failures in a row, the last: {}",
                                          failures_, last_.what));
    }
    if (idle_.empty()) break;
    Worker worker = std::move(idle_.back());
    idle_.pop_back();
    lock.unlock();
    if (worker.process->is_idle()) return worker;
  }
  return start(greeting);
}

Result<PluginHost::Worker> PluginHost::start(json* greeting) {
  auto process = PluginProcess::start(manifest_.command, manifest_.folder);
  if (!process) return std::unexpected(process.error());
  Worker worker{*std::move(process)};
  auto frame = converse(worker, {{"op", "hello"}, {"protocol", kPluginProtocol}}, {}, no_answers);
  if (!frame) return fail_in("when greeted", frame.error());
  auto answer = judged(*std::move(frame));
  if (!answer) return fail_in("when greeted", answer.error());
  const json version = answer->header.value("protocol", json());
  if (version != kPluginProtocol) {
    return fail(Errc::protocol, fmt::format("speaks version {} of the protocol, not {}",
                                            printable(version.dump(), 40), kPluginProtocol));
  }
  if (greeting != nullptr) *greeting = std::move(answer->header);
  return worker;
}

// From one request to its answer, with what is asked back between.
Result<Frame> PluginHost::converse(Worker& worker, json header, std::string_view octets,
                                   const Answerer& answerer) const {
  const std::int64_t id = ++worker.requests;
  header["id"] = id;
  auto deadline = Clock::now() + manifest_.timeout;
  PluginProcess& process = *worker.process;
  if (auto sent = process.send(header, octets, deadline); !sent) {
    return std::unexpected(sent.error());
  }
  for (unsigned questions = 0;; ++questions) {
    auto frame = process.receive(deadline);
    if (!frame) return frame;
    const auto about = frame->header.find("id");
    if (about == frame->header.end() || *about != id) {
      return fail(
          Errc::protocol,
          fmt::format("answered request {} when request {} was asked",
                      about == frame->header.end() ? "without id" : printable(about->dump(), 40),
                      id));
    }
    if (!frame->header.contains("ask")) {
      if (!process.has_pending()) return frame;
      return fail(Errc::protocol, "wrote on after its answer");
    }
    if (questions >= kMaxQuestions) {
      return fail(Errc::protocol, fmt::format("asked more than {} questions", kMaxQuestions));
    }
    const auto asked = Clock::now();
    auto reply = answerer(frame->header);
    if (!reply) return std::unexpected(reply.error());
    (*reply)["id"] = id;
    deadline += Clock::now() - asked;  // our own servers' time is not the plug-in's
    if (auto sent = process.send(*reply, {}, deadline); !sent) {
      return std::unexpected(sent.error());
    }
  }
}

std::unexpected<Error> PluginHost::failed(Error error) {
  const std::scoped_lock lock(mutex_);
  if (failures_ < kFailuresInRow) {
    ++failures_;
    last_ = error;
  }
  return fail_in("plug-in " + manifest_.id, std::move(error));
}

}  // namespace mass
