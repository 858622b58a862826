#include "certs/fit.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace sparkgate::certs {
namespace {

using StorePtr = std::unique_ptr<X509_STORE, FreedBy<X509_STORE_free>>;
using ContextPtr = std::unique_ptr<X509_STORE_CTX, FreedBy<X509_STORE_CTX_free>>;

struct StackFree {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }  // not what it points to
};
using StackPtr = std::unique_ptr<STACK_OF(X509), StackFree>;

/// Go's rules, so that this answer is kube-apiserver's: whatever is in the bundle is trusted, a
/// root or not; SHA-1 signatures and RSA keys under 1024 bits are refused (OpenSSL's level 1).
void set_rules(X509_STORE_CTX* context) {
  X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
  X509_VERIFY_PARAM_set_auth_level(rules, 1);
}

}  // namespace

bool key_fits(const X509Ptr& certificate, const KeyPtr& key) {
  const bool fits = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  return fits;
}

Result<void> check_trust(const Chain& chain, const Chain& trusted) {
  const StorePtr store(X509_STORE_new());
  const StackPtr others(sk_X509_new_null());
  const ContextPtr context(X509_STORE_CTX_new());
  if (store == nullptr || others == nullptr || context == nullptr) {
    return openssl_error("trust could not be checked");
  }
  for (const X509Ptr& anchor : trusted) X509_STORE_add_cert(store.get(), anchor.get());
  for (const X509Ptr& other : chain) sk_X509_push(others.get(), other.get());
  if (X509_STORE_CTX_init(context.get(), store.get(), chain.front().get(), others.get()) != 1) {
    return openssl_error("trust could not be checked");
  }
  set_rules(context.get());
  const bool accepted = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (accepted) return {};
  return Error{X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()))};
}

bool covers(const X509Ptr& certificate, const std::string& host) {
  constexpr unsigned kAsGo =
      X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  return X509_check_host(certificate.get(), host.data(), host.size(), kAsGo, nullptr) == 1;
}

}  // namespace sparkgate::certs
