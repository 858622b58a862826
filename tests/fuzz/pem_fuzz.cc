#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "certs/inspect.h"

/// Any text as both files of a server: it is described, compared and verified, or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate::certs;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Time now{std::chrono::seconds(1795243307)};
  const auto inspection = inspect({{"ca.crt", text}, {"tls.crt", text}}, {now, "web.spark.svc"});
  if (!inspection) return 0;
  for (const InspectedCertificate& certificate : inspection->certificates) {
    for (const std::string& name : certificate.description.dns_names) {
      for (const char c : name) {
        if (c < 0x20 || c > 0x7e) __builtin_trap();  // what is printed must be printable
      }
    }
  }
  return 0;
}
