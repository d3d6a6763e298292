#include <openssl/x509_vfy.h>

#include <algorithm>
#include <new>

#include "core/crypto/certificate.hpp"
#include "core/crypto/openssl.hpp"

namespace mass {

namespace {

constexpr std::size_t kMostIntermediates = 8;
constexpr std::size_t kMostAnchors = 64;
constexpr std::size_t kMostLists = 64;
constexpr std::size_t kLargestList = 16 * 1024 * 1024;

void free_stack(STACK_OF(X509) * stack) noexcept {
  sk_X509_free(stack);
}
using X509Stack = std::unique_ptr<STACK_OF(X509), Released<free_stack>>;

// Revocation is judged by the lists at hand; where there is none, there is nothing to judge.
int pass_over_missing_lists(int ok, X509_STORE_CTX* context) {
  return X509_STORE_CTX_get_error(context) == X509_V_ERR_UNABLE_TO_GET_CRL ? 1 : ok;
}

PathState state_of(int error) {
  switch (error) {
    case X509_V_OK:
      return PathState::valid;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return PathState::expired;
    case X509_V_ERR_CERT_REVOKED:
      return PathState::revoked;
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
      return PathState::revocation_unknown;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return PathState::no_issuer;
    default:
      return PathState::invalid;
  }
}

// The lists that can be read; nothing if one of them cannot.
std::optional<std::vector<X509List>> read_lists(const std::vector<std::string>& crls) {
  std::vector<X509List> lists;
  for (const std::string& der : crls) {
    if (der.size() > kLargestList || lists.size() == kMostLists) return std::nullopt;
    const unsigned char* at = octets_of(der);
    X509List list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
    if (!list) return std::nullopt;
    lists.push_back(std::move(list));
  }
  return lists;
}

X509Store store_of(const Certificates& anchors, const std::vector<X509List>& lists) {
  X509Store store(X509_STORE_new());
  if (!store) throw std::bad_alloc();
  for (std::size_t i = 0; i < std::min(anchors.size(), kMostAnchors); ++i) {
    X509_STORE_add_cert(store.get(), anchors[i]->handle().x509.get());
  }
  for (const X509List& list : lists) X509_STORE_add_crl(store.get(), list.get());
  return store;
}

X509Stack stack_of(const Certificates& certificates, const Certificate& leaf) {
  X509Stack stack(sk_X509_new_null());
  if (!stack) throw std::bad_alloc();
  for (const auto& certificate : certificates) {
    if (static_cast<std::size_t>(sk_X509_num(stack.get())) == kMostIntermediates) break;
    if (certificate->der() == leaf.der()) continue;
    sk_X509_push(stack.get(), certificate->handle().x509.get());
  }
  return stack;
}

void set_rules(X509_STORE_CTX* context, Time now, bool has_lists) {
  // Purpose and trust as `openssl cms -verify -purpose smimesign` has them.
  X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SMIME_SIGN);
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_time(rules, to_unix(now));
  X509_VERIFY_PARAM_set_depth(rules, kMostIntermediates + 1);
  // SHA-1 and 1,024 bits were good practice in 2004; a system-wide policy must not decide here.
  X509_VERIFY_PARAM_set_auth_level(rules, 0);
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  if (!has_lists) return;
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_STORE_CTX_set_verify_cb(context, &pass_over_missing_lists);
}

// Signatures of certificates and of revocation lists checked on the way to the verdict. OpenSSL
// checks the lists from the leaf upwards, then the certificates from the anchor downwards.
struct Checked {
  std::size_t links = 0;
  std::size_t lists = 0;
};

Checked count_checked(X509_STORE_CTX* context, PathState state,
                      const std::vector<X509List>& lists) {
  Checked checked;
  if (state == PathState::no_issuer) return checked;
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  const int length = chain == nullptr ? 0 : sk_X509_num(chain);
  const int depth = std::max(X509_STORE_CTX_get_error_depth(context), 0);
  const bool by_lists = state == PathState::revoked || state == PathState::revocation_unknown;
  const int last = by_lists ? std::min(depth + 1, length) : length;
  for (int i = 0; i < last; ++i) {
    const X509_NAME* issuer = X509_get_issuer_name(sk_X509_value(chain, i));
    if (std::ranges::any_of(lists, [issuer](const X509List& list) {
          return X509_NAME_cmp(X509_CRL_get_issuer(list.get()), issuer) == 0;
        })) {
      ++checked.lists;
    }
  }
  if (state == PathState::valid) checked.links = static_cast<std::size_t>(std::max(length - 1, 0));
  if (state == PathState::expired || state == PathState::invalid) {
    checked.links = static_cast<std::size_t>(std::max(length - 1 - depth, 0));
  }
  return checked;
}

}  // namespace

PathResult validate_path(const PathInput& input, CostMeter& cost) {
  const auto lists = read_lists(input.crls);
  if (!lists) {
    take_openssl_error();
    return {PathState::revocation_unknown, "a revocation list cannot be read", 0};
  }
  const X509Store store = store_of(input.anchors, *lists);
  const X509Stack intermediates = stack_of(input.intermediates, input.leaf);
  const X509StoreContext context(X509_STORE_CTX_new());
  if (!context || X509_STORE_CTX_init(context.get(), store.get(), input.leaf.handle().x509.get(),
                                      intermediates.get()) != 1) {
    throw std::bad_alloc();
  }
  set_rules(context.get(), input.now, !lists->empty());

  const bool is_valid = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  PathResult result;
  result.state = is_valid ? PathState::valid : state_of(error);
  if (!is_valid && error == X509_V_OK) result.state = PathState::invalid;
  if (!is_valid) result.reason = X509_verify_cert_error_string(error);
  const Checked checked = count_checked(context.get(), result.state, *lists);
  result.links = checked.links;
  cost.public_operations += checked.links + checked.lists;
  take_openssl_error();
  return result;
}

}  // namespace mass
