#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/rule.h"
#include "decision/view.h"

namespace sparkgate::decision::pod_security {

/// What a control looks at: a pod, or one of its containers.
struct Place {
  int minor = 0;          // the version that counts
  View pod;               // the whole of it
  View pod_security;      // spec.securityContext
  View self;              // spec, or the container
  View security;          // the securityContext of that
  std::string_view list;  // of the container; empty for the pod
  std::size_t index = 0;

  /// "spec.hostNetwork", "spec.containers[0].securityContext.privileged"
  std::string path(std::string_view field) const;
};

/// Where one control says what it found.
class Report {
 public:
  /// Both must outlive the report.
  Report(std::string_view control, Findings& findings) : control_(control), findings_(&findings) {}

  /// At `path` stands `found`, or nothing; there must be `allowed`.
  void refuse(std::string path, View found, std::string_view allowed);

  /// A container does not say it and the pod does not say it for all.
  void refuse_unsaid(std::string path, std::string_view allowed);

  /// The pod has at `path` what no pod may have; `found` names it.
  void refuse_kind(std::string path, std::string_view found, std::string_view allowed);

 private:
  void add(std::string path, std::string found, std::string_view allowed, const std::string& is);

  std::string_view control_;
  Findings* findings_;
};

/// Whether a switch is on. What is no boolean is taken for on: no API server takes it.
inline bool is_on(View value) {
  return value.present() && value.boolean() != false;
}

/// Whether a string says something. What is no string is taken to: no API server takes it.
inline bool says_something(View value) {
  return value.present() && !(value.is_text() && value.text().empty());
}

}  // namespace sparkgate::decision::pod_security
