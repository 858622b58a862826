#pragma once

#include <string>
#include <vector>

#include "replay/decider.h"

namespace sparkgate::replay {

/// One operation of a patch.
struct Operation {
  std::string policy;  // that asks for it
  std::string json;    // as it is in the patch
  std::string words;   // `add /spec/priorityClassName "spark-driver"`, shortened
};

/// The operations of the patch, without the annotations that are ours.
std::vector<Operation> operations_of(const Decider& decided);

}  // namespace sparkgate::replay
