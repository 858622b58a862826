#pragma once

#include <string>

#include "decision/match.h"

namespace sparkgate::decision {

/// The first condition of a Match that does not hold, in words:
/// `namespace "lab" is not in [analytics, analytics-*]`. Empty when the policy applies. What comes
/// from the request is quoted as JSON and cut: it may be any string.
std::string why_not(const Match& match, const Subject& subject);

}  // namespace sparkgate::decision
