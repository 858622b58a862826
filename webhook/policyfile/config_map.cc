#include "policyfile/config_map.h"

#include <string>

namespace sparkgate::policyfile {

void note_too_large_for_config_map(const std::vector<PolicyFile>& files,
                                   std::vector<Issue>& issues) {
  std::size_t total = 0;
  const PolicyFile* largest = nullptr;
  for (const PolicyFile& file : files) {
    if (file.name.ends_with(".test.yaml")) continue;
    total += file.text.size();
    if (!largest || file.text.size() > largest->text.size()) largest = &file;
  }
  if (total <= kMaxConfigMapBytes) return;
  Source(largest->path, largest->text, issues)
      .tell(Code::config_map_size, {},
            "too large for one ConfigMap: the policy files are " + std::to_string(total) +
                " bytes together, and Kubernetes takes " + std::to_string(kMaxConfigMapBytes) +
                "; this is the largest, " + std::to_string(largest->text.size()));
}

}  // namespace sparkgate::policyfile
