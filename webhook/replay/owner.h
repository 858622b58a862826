#pragma once

#include <string>

#include "decision/view.h"

namespace sparkgate::replay {

/// Whose a pod is, so that driver and executors of one application have one owner:
/// "SparkApplication pi" of an operator, else "application spark-464ca4ae…" by the label that Spark
/// puts on both, else its controller ("Job nightly", "Pod pi-driver"), else "pod NAME".
std::string owner_of(decision::View pod);

}  // namespace sparkgate::replay
