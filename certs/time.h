#pragma once

#include <openssl/asn1.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace sparkgate::certs {

/// UTC, to the second, as certificates have it. Nothing in this room reads a clock.
using Time = std::chrono::sys_seconds;

/// Error when the certificate's text is no time.
Result<Time> to_time(const ASN1_TIME* time);

/// RFC 3339: "2026-11-21T06:41:47Z".
std::string utc_text(Time time);

/// Reads what `utc_text` writes.
Result<Time> read_utc(const std::string& text);

/// Whole days from `now` to `end`, rounded down: 0 on the last day, negative once it is over.
std::int64_t days_left(Time end, Time now);

}  // namespace sparkgate::certs
