#include "certs/build.h"

#include <openssl/ec.h>

#include <algorithm>
#include <utility>

namespace sparkgate::certs {
namespace {

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreedBy<X509_EXTENSION_free>>;

bool set_random_serial(X509* certificate) {
  const BignumPtr number(BN_new());  // the top bit is set: always 128 bits long, never zero
  return number != nullptr &&
         BN_rand(number.get(), 128, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_time(ASN1_TIME* field, Time time) {
  return ASN1_TIME_set(field, time.time_since_epoch().count()) != nullptr;
}

bool add_entry(X509_NAME* name, int nid, const std::string& text) {
  return X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

ASN1_STRING* dns_value(const std::string& name) {
  ASN1_STRING* value = ASN1_IA5STRING_new();
  ASN1_STRING_set(value, name.data(), static_cast<int>(name.size()));
  return value;
}

/// Takes `value`, also when it fails.
bool push_name(const GeneralNamesPtr& names, int type, ASN1_STRING* value) {
  GENERAL_NAME* name = value != nullptr ? GENERAL_NAME_new() : nullptr;
  if (name == nullptr) {
    ASN1_STRING_free(value);
    return false;
  }
  GENERAL_NAME_set0_value(name, type, value);
  if (sk_GENERAL_NAME_push(names.get(), name) > 0) return true;
  GENERAL_NAME_free(name);
  return false;
}

}  // namespace

Result<KeyPtr> new_key() {
  KeyPtr key(EVP_EC_gen("P-256"));
  if (key == nullptr) return openssl_error("no key could be made");
  return key;
}

X509Ptr start(const KeyPtr& key, Time not_before, Time not_after) {
  X509Ptr certificate(X509_new());
  X509* x509 = certificate.get();
  const bool done = x509 != nullptr && X509_set_version(x509, X509_VERSION_3) == 1 &&
                    set_random_serial(x509) && set_time(X509_getm_notBefore(x509), not_before) &&
                    set_time(X509_getm_notAfter(x509), not_after) &&
                    X509_set_pubkey(x509, key.get()) == 1;
  return done ? std::move(certificate) : nullptr;
}

bool set_subject(const X509Ptr& certificate, const std::string& common_name) {
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  return add_entry(subject, NID_organizationName, "sparkgate") &&
         add_entry(subject, NID_commonName, common_name);
}

Result<void> add_names(const X509Ptr& certificate, const std::vector<std::string>& dns_names,
                       const std::vector<std::string>& ip_addresses) {
  const GeneralNamesPtr names(GENERAL_NAMES_new());
  for (const std::string& name : dns_names) {
    if (!push_name(names, GEN_DNS, dns_value(name))) return openssl_error("name " + name);
  }
  for (const std::string& address : ip_addresses) {
    if (!push_name(names, GEN_IPADD, a2i_IPADDRESS(address.c_str()))) {
      return Error{'"' + address + "\" is not an IP address"};
    }
  }
  if (X509_add1_ext_i2d(certificate.get(), NID_subject_alt_name, names.get(), 0,
                        X509V3_ADD_DEFAULT) != 1) {
    return openssl_error("names could not be added");
  }
  return {};
}

bool extend(const X509Ptr& certificate, const X509Ptr& issuer,
            const std::vector<Extension>& extensions) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer.get(), certificate.get(), nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  return std::all_of(extensions.begin(), extensions.end(), [&](const Extension& wanted) {
    const ExtensionPtr made(X509V3_EXT_conf_nid(nullptr, &context, wanted.nid, wanted.value));
    return made != nullptr && X509_add_ext(certificate.get(), made.get(), -1) == 1;
  });
}

bool sign(const X509Ptr& certificate, const X509Ptr& issuer, const KeyPtr& issuer_key) {
  return X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) == 1 &&
         X509_sign(certificate.get(), issuer_key.get(), EVP_sha256()) > 0;
}

}  // namespace sparkgate::certs
