#pragma once

#include "decision/edit.h"
#include "decision/spark.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Reports what no template may touch: what Spark and its operators select and count pods by, the
/// Spark container's identity and size, what the API server computes. Called on checked templates.
/// `strength`: a default may fill in what an override may not change.
void check_protected_fields(const Node& pod_template, decision::Strength strength, Source& source);

/// The same for one variable of the Spark container, wherever it is asked for.
void check_variable(const std::string& name, Position at, decision::Strength strength,
                    Source& source);

/// What the names of volumes begin with that are made for `secrets`.
inline constexpr std::string_view kSecretVolumePrefix = "sparkgate-";

/// Whether a container of a template is the Spark container, by its name.
bool is_spark_container(const Node& container);

}  // namespace sparkgate::policyfile
