// libopendkim as a plug-in of massbench. Protocol: docs/plugin-protocol.md.
#include <fmt/format.h>
#include <stdbool.h>  // dkim.h says _Bool
#include <sys/types.h>

#include <dkim.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "core/message/address.hpp"
#include "core/message/message.hpp"
#include "harness/plugin/frame.hpp"
#include "harness/plugin/remote.hpp"
#include "harness/plugin/wire.hpp"

namespace {

std::time_t simulated_now = 0;

}  // namespace

// The library asks the wall clock; the run has its own. A program's own function comes before that
// of the C library.
extern "C" std::time_t time(std::time_t* out) noexcept {
  if (out != nullptr) *out = simulated_now;
  return simulated_now;
}

namespace mass {
namespace {

using nlohmann::json;

struct LibraryCloser {
  void operator()(DKIM_LIB* library) const { dkim_close(library); }
};
struct HandleCloser {
  void operator()(DKIM* handle) const { dkim_free(handle); }
};
using Library = std::unique_ptr<DKIM_LIB, LibraryCloser>;
using Handle = std::unique_ptr<DKIM, HandleCloser>;

// The library takes octets that it may change, and does not.
unsigned char* octets_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
std::string text_of(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

// In place of the network.
DKIM_CBSTAT look_up(DKIM* handle, DKIM_SIGINFO* signature, unsigned char* buffer,
                    std::size_t size) {
  auto& line = *static_cast<Line*>(dkim_get_user_context(handle));
  CostMeter unpaid;
  const auto text = [](unsigned char* octets) { return text_of(reinterpret_cast<char*>(octets)); };
  const KeyQuery query{
      KeyQuery::Kind::dns_txt,
      text(dkim_sig_getselector(signature)) + "._domainkey." + text(dkim_sig_getdomain(signature))};
  const KeyAnswer answer = RemoteDirectory(line).lookup(query, {}, unpaid);
  if (answer.status == KeyAnswer::Status::absent || answer.records.empty()) {
    return answer.status == KeyAnswer::Status::absent ? DKIM_CBSTAT_NOTFOUND : DKIM_CBSTAT_TRYAGAIN;
  }
  const std::string& record = answer.records.front();
  if (record.size() >= size) return DKIM_CBSTAT_ERROR;
  std::ranges::copy(record, buffer);
  buffer[record.size()] = 0;
  return DKIM_CBSTAT_CONTINUE;
}

json choice(const char* name, const char* text, const std::vector<std::string>& choices) {
  return {{"name", name}, {"standard", choices.front()}, {"choices", choices}, {"text", text}};
}

json profile(const char* name, const char* text, const char* canonicalization) {
  return {{"name", name}, {"text", text}, {"parameters", {{"canonicalization", canonicalization}}}};
}

json hello() {
  const auto version = dkim_libversion();
  return {
      {"protocol", kPluginProtocol},
      {"software", fmt::format("libopendkim {}.{}.{}", version >> 24, version >> 16 & 0xff,
                               version >> 8 & 0xff)},
      {"operations", {"originate", "verify"}},
      {"scheme",
       {{"title", "DKIM"},
        {"protects", {"header", "body"}},
        {"parameters",
         {choice("tolerance", "keys of at least 1,024 bits", {"rfc8301"}),
          choice("canonicalization", "canonicalization of new signatures",
                 {"relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"}),
          {{"name", "selector"}, {"standard", "dkim"}, {"text", "selector of the key"}},
          {{"name", "headers"},
           {"standard",
            {"from", "subject", "date", "to", "cc", "message-id", "mime-version", "content-type"}},
           {"text", "fields to sign, as often as they are present"}}}},
        {"profiles",
         {profile("std", "as std of the built-in scheme", "relaxed/relaxed"),
          profile("simplebody", "relaxed/simple", "relaxed/simple"),
          profile("strict", "simple/simple", "simple/simple")}}}}};
}

// A whole message, as it goes over the wire.
DKIM_STAT feed(DKIM* handle, std::string& message) {
  DKIM_STAT status = dkim_chunk(handle, octets_of(message), message.size());
  if (status == DKIM_STAT_OK) status = dkim_chunk(handle, nullptr, 0);
  if (status == DKIM_STAT_OK) status = dkim_eom(handle, nullptr);
  return status;
}

// Whether a domain can be signed for: other names have no keys in the DNS.
bool is_dns_name(std::string_view domain) {
  return domain.contains('.') && std::ranges::all_of(domain, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

std::string author_domain(const Message& message) {
  const Field* from = message.find("From");
  if (from == nullptr) return {};
  const auto addresses = parse_address_list(from->value()).mailboxes;
  return addresses.empty() ? std::string() : ascii_lower(addresses.front().domain);
}

struct Answer {
  json header;
  std::string octets;
};

Answer sign(const json& request, std::string message, Library& library, Line& line) {
  const json& parameters = request.at("parameters");
  const std::string domain = author_domain(Message::parse(message));
  if (!is_dns_name(domain)) return {{{"declined", "no_from"}}, {}};
  std::string selector = wire::octets(parameters.at("selector"));
  const auto key = RemoteKeys(line).rsa(domain, selector);
  if (!key) return {{{"declined", "no_key"}}, {}};
  std::string pem = (*key)->to_pem();
  const std::string canonicalization = wire::octets(parameters.at("canonicalization"));
  const auto canon = [](bool is_simple) {
    return is_simple ? DKIM_CANON_SIMPLE : DKIM_CANON_RELAXED;
  };
  std::string signing_domain = domain;
  DKIM_STAT status = DKIM_STAT_OK;
  const Handle handle(
      dkim_sign(library.get(), octets_of(selector), nullptr, octets_of(pem), octets_of(selector),
                octets_of(signing_domain), canon(canonicalization.starts_with("simple")),
                canon(canonicalization.ends_with("simple")), DKIM_SIGN_RSASHA256, -1, &status));
  if (handle == nullptr) return {{{"answer", "error"}, {"reason", dkim_getresultstr(status)}}, {}};
  const auto names = parameters.at("headers").get<std::vector<std::string>>();
  std::vector<const char*> pointers;
  for (const std::string& name : names) pointers.push_back(name.c_str());
  pointers.push_back(nullptr);
  dkim_signhdrs(handle.get(), pointers.data());
  std::string fed = message;
  status = feed(handle.get(), fed);
  constexpr std::string_view kName = "DKIM-Signature: ";
  unsigned char* value = nullptr;
  std::size_t length = 0;
  if (status == DKIM_STAT_OK) {
    status = dkim_getsighdr_d(handle.get(), kName.size(), &value, &length);
  }
  if (status != DKIM_STAT_OK) {
    const std::string error = text_of(dkim_geterror(handle.get()));
    return {{{"declined", fmt::format("{}: {}", dkim_getresultstr(status), error)}}, {}};
  }
  std::string field(kName);
  field.append(reinterpret_cast<char*>(value), length);
  return {json::object(), field + "\r\n" + message};
}

Cause cause_of(DKIM_SIGERROR error) {
  switch (error) {
    case DKIM_SIGERROR_NOKEY:
      return Cause::key_missing;
    case DKIM_SIGERROR_KEYREVOKED:
      return Cause::key_revoked;
    case DKIM_SIGERROR_KEYTOOSMALL:
      return Cause::key_weak;
    case DKIM_SIGERROR_EXPIRED:
      return Cause::time_expired;
    case DKIM_SIGERROR_FUTURE:
      return Cause::time_future;
    case DKIM_SIGERROR_INVALID_A:
      return Cause::alg_unsupported;
    case DKIM_SIGERROR_DOMAIN:
    case DKIM_SIGERROR_SUBDOMAIN:
      return Cause::ident_mismatch;
    default:
      return error >= DKIM_SIGERROR_KEYVERSION ? Cause::key_syntax : Cause::sig_syntax;
  }
}

// `status` is how the whole message ended: without a final line end its body was never looked at.
SignatureVerdict judge(DKIM* handle, DKIM_SIGINFO* signature, DKIM_STAT status) {
  SignatureVerdict verdict;
  if ((dkim_sig_getflags(signature) & DKIM_SIGFLAG_PROCESSED) == 0) {
    dkim_sig_process(handle, signature);
  }
  const DKIM_SIGERROR error = dkim_sig_geterror(signature);
  const std::string words = text_of(dkim_sig_geterrorstr(error));
  if (DKIM_SIG_CHECK(signature)) {
    conclude(verdict, Outcome::pass, "pass", Cause::intact, "", "");
    verdict.identity = text_of(reinterpret_cast<char*>(dkim_sig_getdomain(signature)));
  } else if (error == DKIM_SIGERROR_KEYFAIL || status == DKIM_STAT_CBTRYAGAIN) {
    conclude(verdict, Outcome::temperror, "keyfail", Cause::key_temperror, words, "");
  } else if (error == DKIM_SIGERROR_BADSIG || dkim_sig_getbh(signature) == DKIM_SIGBH_MISMATCH) {
    const bool has_body = dkim_sig_getbh(signature) != DKIM_SIGBH_MISMATCH;
    conclude(verdict, Outcome::fail, has_body ? "bad signature" : "body hash", Cause::crypto_bad,
             words, "");
  } else if (error == DKIM_SIGERROR_OK || error == DKIM_SIGERROR_UNKNOWN) {
    conclude(verdict, Outcome::permerror, dkim_getresultstr(status), Cause::sig_syntax,
             text_of(dkim_geterror(handle)), "");
  } else {
    conclude(verdict, Outcome::permerror, "error", cause_of(error), words, "");
  }
  return verdict;
}

Verdict verify(std::string message, Library& library, Line& line) {
  Verdict verdict;
  DKIM_STAT status = DKIM_STAT_OK;
  std::string id = "massbench";
  const Handle handle(dkim_verify(library.get(), octets_of(id), nullptr, &status));
  if (handle == nullptr) throw std::invalid_argument(dkim_getresultstr(status));
  dkim_set_user_context(handle.get(), &line);
  status = feed(handle.get(), message);
  DKIM_SIGINFO** signatures = nullptr;
  int count = 0;
  dkim_getsiglist(handle.get(), &signatures, &count);
  for (int i = 0; i < count; ++i) {
    verdict.signatures.push_back(judge(handle.get(), signatures[i], status));
  }
  if (verdict.signatures.empty()) {
    if (status == DKIM_STAT_NOSIG || status == DKIM_STAT_OK) return verdict;
    conclude(verdict, Outcome::permerror, dkim_getresultstr(status), Cause::sig_syntax,
             text_of(dkim_geterror(handle.get())), "");
    return verdict;
  }
  const auto rank = [](const SignatureVerdict& one) {
    const std::array order{Outcome::pass, Outcome::temperror, Outcome::fail};
    return std::ranges::find(order, one.outcome) - order.begin();
  };
  static_cast<SignatureVerdict&>(verdict) = *std::ranges::min_element(verdict.signatures, {}, rank);
  return verdict;
}

Answer answer_to(const Frame& request, Library& library, Line& line) {
  const std::string operation = request.header.at("op").get<std::string>();
  if (operation == "hello") return {hello(), {}};
  if (operation != "originate" && operation != "verify") {
    return {{{"answer", "unsupported"}}, {}};
  }
  simulated_now = request.header.at("now").get<std::time_t>();
  if (operation == "originate") return sign(request.header, request.octets, library, line);
  return {{{"verdict", wire::to_json(verify(request.octets, library, line))}}, {}};
}

int serve(std::istream& in, std::ostream& out) {
  Library library(dkim_init(nullptr, nullptr));
  if (library == nullptr) return 1;
  dkim_set_key_lookup(library.get(), look_up);
  Line line(in, out);
  while (true) {
    auto frame = read_frame(in);
    if (!frame) return 1;
    if (!*frame) return 0;
    const auto id = wire::read_wire([&] { return (*frame)->header.at("id").get<std::int64_t>(); });
    if (!id) return 1;
    line.id = *id;
    auto answer = wire::read_wire([&] { return answer_to(**frame, library, line); });
    if (!answer) answer = Answer{{{"answer", "error"}, {"reason", answer.error().what}}, {}};
    answer->header.emplace("answer", "done");
    answer->header["id"] = *id;
    line.send(answer->header, answer->octets);
    if (line.failure) return 1;
  }
}

}  // namespace
}  // namespace mass

int main() {
  std::ios::sync_with_stdio(false);
  return mass::serve(std::cin, std::cout);
}
