#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decision/exception.h"
#include "decision/fragment.h"
#include "decision/match.h"
#include "decision/rule.h"

namespace sparkgate::decision {

enum class Mode { enforce, audit };

/// The fragments of `defaults` or `overrides`. A role's own beats `both`.
struct Templates {
  std::optional<Fragment> both;
  std::optional<Fragment> driver;
  std::optional<Fragment> executor;

  bool empty() const { return !both && !driver && !executor; }
};

/// A Secret of the pod's own namespace, as the piece of a pod template that puts it into the Spark
/// container. Its volume is added only where its mount is; what is in its place is reported.
struct Secret {
  std::string name;
  unsigned roles = 0;    // bit set of Role; 0 is both
  bool replace = false;  // wins over what the pod has in its place
  Fragment pod_template;
  Origin origin;
};

/// A SparkPolicy as it was loaded: checked, not yet compiled. It stays where it was made, because
/// the origins of its parts point to its names.
struct Policy {
  Policy() = default;
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  std::string name;
  std::string file;                       // its file's name in the directory
  std::list<std::string> template_files;  // of its templates
  std::string owner;                      // annotation `owner`: whom a refused user may ask
  int line = 0;
  int priority = 0;
  Mode mode = Mode::enforce;
  bool recognise_client_mode = false;
  Match match;
  Templates defaults;
  Templates overrides;
  std::vector<Secret> secrets;
  std::optional<Origin> adopts_executors;  // `ownerReferences: {executors: adopt}`
  std::vector<Rule> rules;
  std::vector<Exception> exceptions;  // to these rules
};

using Policies = std::vector<std::unique_ptr<const Policy>>;

}  // namespace sparkgate::decision
