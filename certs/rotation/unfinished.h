#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "certs/rotation/secret.h"
#include "certs/time.h"

namespace sparkgate::rotation {

/// A rotation takes five minutes, and a run gives up after fifteen: one that is under way for
/// longer does not go on by itself before the next run, or not even then.
inline constexpr std::chrono::hours kLongestRotation{1};

/// What a rotation left behind that began longer ago, as words behind the Secret's name; absent
/// when none did.
std::optional<std::string> unfinished(const Secret& secret, certs::Time now);

}  // namespace sparkgate::rotation
