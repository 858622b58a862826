#include "certs/issue.h"

#include <algorithm>
#include <utility>

#include "certs/build.h"
#include "certs/fit.h"
#include "certs/handles.h"
#include "certs/names.h"
#include "certs/pem.h"

namespace sparkgate::certs {
namespace {

struct Signer {
  X509Ptr certificate;
  KeyPtr key;
  Time not_after;
};

Result<Signer> load(const Issued& ca, Time now) {
  Result<Chain> chain = parse_chain(ca.certificate);
  if (!chain) return Error{"CA: " + chain.error().message};
  Result<KeyPtr> key = parse_key(ca.key);
  if (!key) return Error{"CA: " + key.error().message};
  if (chain->empty()) return Error{"CA: there is no certificate in it"};
  X509Ptr certificate = std::move(chain->front());
  if (X509_check_ca(certificate.get()) != 1) return Error{"CA: the certificate is not one of a CA"};
  if (!key_fits(certificate, *key)) return Error{"CA: the key does not belong to the certificate"};
  const Result<Time> not_after = to_time(X509_get0_notAfter(certificate.get()));
  if (!not_after) return Error{"CA: " + not_after.error().message};
  if (*not_after <= now) return Error{"CA: it expired on " + utc_text(*not_after)};
  return Signer{std::move(certificate), std::move(*key), *not_after};
}

Result<std::vector<std::string>> wanted_names(const LeafRequest& request) {
  const Result<void> service = check_label("service", request.service);
  if (!service) return service.error();
  const Result<void> name_space = check_label("namespace", request.name_space);
  if (!name_space) return name_space.error();
  std::vector<std::string> names = service_names(request.service, request.name_space);
  for (const std::string& name : request.dns_names) {
    const Result<void> extra = check_dns_name(name);
    if (!extra) return extra.error();
    names.push_back(name);
  }
  return names;
}

}  // namespace

Result<Issued> issue_ca(const CaRequest& request) {
  const Result<KeyPtr> key = new_key();
  if (!key) return key.error();
  const X509Ptr ca = start(*key, request.now - kBackdated, request.now + request.life);
  // A day for people, half of the serial so that no two generations share a name.
  const auto name = [&] {
    return "sparkgate CA " + utc_text(request.now).substr(0, 10) + ' ' +
           serial_of(ca).substr(0, 16);
  };
  if (ca == nullptr || !set_subject(ca, name()) ||
      !extend(ca, ca,
              {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
               {NID_key_usage, "critical,keyCertSign,cRLSign"},
               {NID_subject_key_identifier, "hash"}}) ||
      !sign(ca, ca, *key)) {
    return openssl_error("the CA could not be made");
  }
  return Issued{to_pem(ca), to_pem(*key)};
}

Result<Issued> issue_leaf(const Issued& ca, const LeafRequest& request) {
  const Result<std::vector<std::string>> names = wanted_names(request);
  if (!names) return names.error();
  const Result<Signer> signer = load(ca, request.now);
  if (!signer) return signer.error();
  const Result<KeyPtr> key = new_key();
  if (!key) return key.error();
  const X509Ptr leaf = start(*key, request.now - kBackdated,
                             std::min(request.now + request.life, signer->not_after));
  if (leaf == nullptr) return openssl_error("the certificate could not be made");
  const Result<void> named = add_names(leaf, *names, request.ip_addresses);
  if (!named) return named.error();
  // The common name is for people: clients read the alternative names only.
  if (!set_subject(leaf, request.service) ||
      !extend(leaf, signer->certificate,
              {{NID_basic_constraints, "critical,CA:FALSE"},
               {NID_key_usage, "critical,digitalSignature"},
               {NID_ext_key_usage, "serverAuth"},
               {NID_subject_key_identifier, "hash"},
               {NID_authority_key_identifier, "keyid:always"}}) ||
      !sign(leaf, signer->certificate, signer->key)) {
    return openssl_error("the certificate could not be made");
  }
  return Issued{to_pem(leaf), to_pem(*key)};
}

}  // namespace sparkgate::certs
