#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "certs/time.h"

namespace sparkgate::certs {

/// The serving certificate of a chain, as far as a server must know it.
struct Serving {
  Time not_after;
  /// Why clients such as kube-apiserver (Go's TLS) would refuse it whatever they trust: it has
  /// ended or not begun, names nobody, or is for something else than a server.
  std::optional<std::string> refused_because;
};

/// Reads the first certificate in `pem`. Error when there is none that can be read.
Result<Serving> read_serving(std::string_view pem, Time now);

}  // namespace sparkgate::certs
