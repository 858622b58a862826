#pragma once

#include <string>
#include <vector>

#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// An entry of `spec.secrets`, and the piece of a pod template that it stands for: every part has
/// the place of the key that asked for it.
struct SecretEntry {
  std::string name;
  unsigned roles = 0;  // bit set of decision::Role; 0 is both
  bool replace = false;
  Node pod_template;
};

/// Reads a list whose shape was checked (null: none) and reports what a shape cannot say.
///
/// A volume is called sparkgate-NAME. Where that is no DNS label, or items, defaultMode or optional
/// are given, a hash of all of it is added: asked for alike it is one volume, else another.
std::vector<SecretEntry> read_secrets(const Node* list, Source& source);

}  // namespace sparkgate::policyfile
