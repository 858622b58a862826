#pragma once

#include <chrono>
#include <string_view>

namespace sparkgate::net {

/// How long the caller waits, from the query of its request: kube-apiserver says `timeout=10s`.
/// milliseconds::max() when it says nothing, or nothing that we understand.
std::chrono::milliseconds asked_timeout(std::string_view query);

}  // namespace sparkgate::net
