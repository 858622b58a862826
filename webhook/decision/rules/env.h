#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/rules/allowed_names.h"

namespace sparkgate::decision {

/// The rule `env`: the environment of every container. Names of variables are matched without
/// regard to case: `*SECRET*` has `aws_secret_key`, too.
///
/// - `deny_names`: globs over the names of variables. The keys that `envFrom` brings are not in the
///   pod; its prefix is looked at where it makes every one of them a denied name.
/// - `deny_literals`: globs over names that may not have a `value` of their own. Empty is no value;
///   `$(OTHER)` is one, and so is an annotation or label of the pod (`fieldRef`), which is plain
///   text in the pod as well. Not `_SPARK_AUTH_SECRET` of the Spark container: Spark makes it
///   itself.
/// - `secrets`, `config_maps`: what variables and `envFrom` may be taken from.
/// No finding ever has a value in it.
struct EnvRule {
  std::vector<std::string> deny_names, deny_literals;
  NameBounds secrets, config_maps;
};

std::unique_ptr<const Check> make_check(const EnvRule& rule);

}  // namespace sparkgate::decision
