#include "certs/serving.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "certs/describe.h"
#include "certs/pem.h"

namespace sparkgate::certs {
namespace {

bool is_for_servers(const X509Ptr& certificate) {
  const bool is = X509_check_purpose(certificate.get(), X509_PURPOSE_SSL_SERVER, 0) == 1;
  ERR_clear_error();
  return is;
}

std::optional<std::string> reason(const X509Ptr& certificate, const Description& it, Time now) {
  if (it.not_after <= now) return "it expired on " + utc_text(it.not_after);
  if (it.not_before > now) return "it is not valid before " + utc_text(it.not_before);
  if (it.dns_names.empty() && it.ip_addresses.empty()) {
    return it.is_ca ? "it is the certificate of a CA, not of a server"
                    : "it has no subject alternative name, and a common name does not count";
  }
  if (!is_for_servers(certificate)) return "its extended key usage is not for servers";
  return std::nullopt;
}

}  // namespace

Result<Serving> read_serving(std::string_view pem, Time now) {
  const Result<Chain> chain = parse_chain(pem);
  if (!chain) return chain.error();
  if (chain->empty()) return Error{"no PEM certificate in it"};
  const Result<Description> description = describe(chain->front());
  if (!description) return description.error();
  return Serving{description->not_after, reason(chain->front(), *description, now)};
}

}  // namespace sparkgate::certs
