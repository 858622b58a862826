#pragma once

#include <string>
#include <vector>

#include "decision/match.h"

namespace sparkgate::decision {

/// The first condition of a Match that does not hold, in words:
/// `namespace "lab" is not in [analytics, analytics-*]`. Empty when the policy applies. What comes
/// from the request is quoted as JSON and cut: it may be any string.
std::string why_not(const Match& match, const Subject& subject);

/// The conditions of a Match that a pod answers, each in words: `namespace "lab" is like l*`. Only
/// for a subject that all of them hold for; empty when there are none but that it is Spark's.
std::vector<std::string> why(const Match& match, const Subject& subject);

}  // namespace sparkgate::decision
