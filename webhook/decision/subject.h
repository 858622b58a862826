#pragma once

#include "decision/match.h"
#include "decision/policy_set.h"

namespace sparkgate::decision {

/// A pod of the request (the new one, or the one before) as policies see it: a driver that only its
/// command line tells is one where a policy says so. Views into the request, which must outlive it.
Subject recognised_subject(const PolicySet& policies, const Request& request, View pod);

}  // namespace sparkgate::decision
