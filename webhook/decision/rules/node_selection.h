#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/rule.h"
#include "decision/rules/tolerated.h"

namespace sparkgate::decision {

/// A label that a pod's nodes must have, with one of these values.
struct RequiredLabel {
  std::string key;
  std::vector<std::string> values;
};

/// The rule `nodeSelection`: which nodes a pod may ask for.
///
/// - `require_labels`: nodeSelector has the label, or every term of the required node affinity has
///   `In` with none but these values. Terms are alternatives: one that does not say it opens every
///   node. An empty term matches no node and counts as none.
/// - `forbid_labels`: globs over the keys of nodeSelector and of required and preferred node
///   affinity, whatever the operator.
/// - `allow_node_name`: without it neither `nodeName`, which passes by the scheduler and with it by
///   taints and labels, nor `matchFields`, which can only name nodes.
/// - `tolerations`: what a pod may tolerate at most; empty allows all. Those of Kubernetes itself
///   (tolerated.h) always pass.
struct NodeSelectionRule {
  std::vector<RequiredLabel> require_labels;
  std::vector<std::string> forbid_labels;
  bool allow_node_name = false;
  std::vector<AllowedToleration> tolerations;
};

std::unique_ptr<const Check> make_check(const NodeSelectionRule& rule);

}  // namespace sparkgate::decision
