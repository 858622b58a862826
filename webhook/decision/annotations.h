#pragma once

#include "decision/verdict.h"

namespace sparkgate::decision {

/// Written on a pod that we changed: the policies that edit it and the fingerprint of their set.
inline constexpr std::string_view kAppliedAnnotation = "sparkgate.dev/applied";

/// Written on a pod that gave rise to warnings, which Spark would never show.
inline constexpr std::string_view kWarningsAnnotation = "sparkgate.dev/warnings";

/// Ends the verdict's patch with our annotations, where there is something to tell: a pod that
/// needs no change gets none.
void annotate(const PolicySet& policies, const Subject& subject, Verdict& verdict);

}  // namespace sparkgate::decision
