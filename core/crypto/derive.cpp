#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <utility>

#include "core/base/random.hpp"
#include "core/crypto/openssl.hpp"
#include "core/crypto/rsa.hpp"

namespace mass {

namespace {

using Workspace = std::unique_ptr<BN_CTX, Released<BN_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Released<OSSL_PARAM_BLD_free>>;
using ParameterArray = std::unique_ptr<OSSL_PARAM, Released<OSSL_PARAM_free>>;

constexpr BN_ULONG kExponent = 65537;

BigNumber number() {
  BigNumber made(BN_new());
  demand(made != nullptr);
  return made;
}

BigNumber minus_one(const BigNumber& from) {
  BigNumber result(BN_dup(from.get()));
  demand(result != nullptr && BN_sub_word(result.get(), 1) == 1);
  return result;
}

BigNumber remainder(const BigNumber& dividend, const BigNumber& divisor, BN_CTX* workspace) {
  BigNumber result = number();
  demand(BN_mod(result.get(), dividend.get(), divisor.get(), workspace) == 1);
  return result;
}

BigNumber inverse(const BigNumber& of, const BigNumber& modulus, BN_CTX* workspace) {
  BigNumber result(BN_mod_inverse(nullptr, of.get(), modulus.get(), workspace));
  demand(result != nullptr);
  return result;
}

// The numbers of a private key. Source: RFC 8017 section 3.2.
struct PrivateNumbers {
  BigNumber n, e, d, p, q, dp, dq, qinv;
};

// A starting point of exactly `bits` bits. Two leading ones make the product of two primes exactly
// twice as long.
BigNumber draw_candidate(RandomSource& random, int bits) {
  const std::string octets = random.octets(static_cast<std::size_t>(bits + 7) / 8);
  BigNumber candidate(BN_bin2bn(reinterpret_cast<const unsigned char*>(octets.data()),
                                static_cast<int>(octets.size()), nullptr));
  demand(candidate != nullptr);
  if (BN_num_bits(candidate.get()) > bits) demand(BN_mask_bits(candidate.get(), bits) == 1);
  for (const int bit : {bits - 1, bits - 2, 0}) demand(BN_set_bit(candidate.get(), bit) == 1);
  return candidate;
}

// The first prime from a random point upwards whose predecessor has no factor in common with the
// exponent. OpenSSL's test has random bases of its own; what it decides does not depend on them.
BigNumber draw_prime(RandomSource& random, int bits, BN_CTX* workspace) {
  BigNumber candidate = draw_candidate(random, bits);
  for (;;) {
    if (BN_num_bits(candidate.get()) > bits) candidate = draw_candidate(random, bits);
    const bool fits_exponent = BN_mod_word(candidate.get(), kExponent) != 1;
    if (fits_exponent && BN_check_prime(candidate.get(), workspace, nullptr) == 1) return candidate;
    demand(BN_add_word(candidate.get(), 2) == 1);
  }
}

PrivateNumbers draw_numbers(RandomSource& random, int bits) {
  const Workspace workspace(BN_CTX_new());
  demand(workspace != nullptr);
  BN_CTX* space = workspace.get();

  PrivateNumbers key;
  key.p = draw_prime(random, bits / 2, space);
  do {
    key.q = draw_prime(random, bits / 2, space);
  } while (BN_cmp(key.p.get(), key.q.get()) == 0);
  if (BN_cmp(key.p.get(), key.q.get()) < 0) std::swap(key.p, key.q);

  key.n = number();
  key.e = number();
  demand(BN_mul(key.n.get(), key.p.get(), key.q.get(), space) == 1);
  demand(BN_set_word(key.e.get(), kExponent) == 1);

  // d is the inverse of e modulo the least common multiple of p - 1 and q - 1.
  const BigNumber p1 = minus_one(key.p);
  const BigNumber q1 = minus_one(key.q);
  const BigNumber product = number();
  const BigNumber divisor = number();
  const BigNumber multiple = number();
  demand(BN_mul(product.get(), p1.get(), q1.get(), space) == 1);
  demand(BN_gcd(divisor.get(), p1.get(), q1.get(), space) == 1);
  demand(BN_div(multiple.get(), nullptr, product.get(), divisor.get(), space) == 1);
  key.d = inverse(key.e, multiple, space);
  key.dp = remainder(key.d, p1, space);
  key.dq = remainder(key.d, q1, space);
  key.qinv = inverse(key.q, key.p, space);
  return key;
}

Key build_key(const PrivateNumbers& numbers) {
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  demand(builder != nullptr);
  const auto put = [&](const char* name, const BigNumber& value) {
    demand(OSSL_PARAM_BLD_push_BN(builder.get(), name, value.get()) == 1);
  };
  put(OSSL_PKEY_PARAM_RSA_N, numbers.n);
  put(OSSL_PKEY_PARAM_RSA_E, numbers.e);
  put(OSSL_PKEY_PARAM_RSA_D, numbers.d);
  put(OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p);
  put(OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q);
  put(OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp);
  put(OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq);
  put(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qinv);
  const ParameterArray parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1) {
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get());
  }
  return Key(key);
}

}  // namespace

Result<std::shared_ptr<const RsaPrivateKey>> RsaPrivateKey::derive(RandomSource& random, int bits) {
  if (bits < 512 || bits > 4096 || bits % 2 != 0) {
    return fail(Errc::config, "derive RSA key: " + std::to_string(bits) +
                                  " bits; an even number from 512 to 4096 is possible");
  }
  Key key = build_key(draw_numbers(random, bits));
  if (!key) return fail(Errc::internal, "derive RSA key: " + take_openssl_error());
  auto handle = std::make_unique<Handle>(std::move(key), &EVP_PKEY_sign_init);
  return std::shared_ptr<const RsaPrivateKey>(new RsaPrivateKey(std::move(handle)));
}

}  // namespace mass
