#pragma once

#include "decision/recognise.h"

namespace sparkgate::decision {

/// Who made this Spark pod, by what is in it. A launcher that leaves no trace (a Livy 0.7 batch) is
/// what it looks like; `match.users` tells such pods apart.
/// `spark`: role and Spark container are known already.
Launcher launcher_of(View pod, const SparkPod& spark);

}  // namespace sparkgate::decision
