#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "decision/view.h"

namespace sparkgate::decision {

/// Where findings of one pod are, by names in the place of indices: Kubernetes lets an update put
/// tolerations and ephemeral containers in front of others. Each list is walked through once,
/// however many findings are in it.
class Places {
 public:
  explicit Places(View pod) : pod_(pod) {}

  /// "spec.containers[spark].env[].name" of "spec.containers[0].env[2].name".
  std::string place_of(std::string_view path);

 private:
  const std::vector<View>& items(std::string_view path, View parent, std::string_view members);

  View pod_;
  std::map<std::string, std::vector<View>, std::less<>> lists_;  // by their paths
};

}  // namespace sparkgate::decision
