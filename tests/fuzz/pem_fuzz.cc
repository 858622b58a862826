// Any bytes as the files of a server, as PEM text and as the DER of a certificate in sound PEM:
// they are described, compared and verified, or refused.

#include <openssl/pem.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "certs/handles.h"
#include "certs/inspect.h"

namespace sparkgate::certs {
namespace {

/// What is printed must be printable.
void check_printable(const std::string& text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) std::abort();
  }
}

void look_at(const std::string& pem) {
  const Time now{std::chrono::seconds(1795243307)};
  const auto inspection = inspect({{"ca.crt", pem}, {"tls.crt", pem}}, {now, "web.spark.svc"});
  if (!inspection) return check_printable(inspection.error().message);
  for (const InspectedCertificate& certificate : inspection->certificates) {
    const Description& description = certificate.description;
    check_printable(description.subject + description.issuer + description.serial);
    for (const std::string& name : description.dns_names) check_printable(name);
    for (const std::string& address : description.ip_addresses) check_printable(address);
  }
  for (const std::string& finding : inspection->findings) check_printable(finding);
}

std::string pem_of(const std::uint8_t* der, std::size_t size) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio(bio.get(), "CERTIFICATE", "", der, static_cast<long>(size));
  return text_of(bio.get());
}

}  // namespace
}  // namespace sparkgate::certs

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate::certs;
  look_at({reinterpret_cast<const char*>(data), size});
  look_at(pem_of(data, size));
  return 0;
}
