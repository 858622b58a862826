#include "certs/time.h"

#include <ctime>

namespace sparkgate::certs {

Result<Time> to_time(const ASN1_TIME* time) {
  std::tm broken_down{};
  // A null pointer would mean "now" to OpenSSL.
  if (time == nullptr || ASN1_TIME_to_tm(time, &broken_down) != 1) {
    return Error{"a date in the certificate cannot be read"};
  }
  return Time(std::chrono::seconds(::timegm(&broken_down)));
}

std::string utc_text(Time time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm broken_down{};
  char text[64] = "";
  if (::gmtime_r(&seconds, &broken_down) != nullptr) {
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &broken_down);
  }
  return text;
}

Result<Time> read_utc(const std::string& text) {
  std::tm broken_down{};
  const char* end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &broken_down);
  if (end == nullptr || *end != '\0') return Error{"\"" + text + "\" is no time"};
  return Time(std::chrono::seconds(::timegm(&broken_down)));
}

std::int64_t days_left(Time end, Time now) {
  return std::chrono::floor<std::chrono::days>(end - now).count();
}

}  // namespace sparkgate::certs
