#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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
  std::optional<Origin> adopts_executors;  // `ownerReferences: {executors: adopt}`
  std::vector<Rule> rules;
};

using Policies = std::vector<std::unique_ptr<const Policy>>;

}  // namespace sparkgate::decision
