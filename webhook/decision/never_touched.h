#pragma once

#include <string_view>
#include <vector>

#include "decision/edit.h"
#include "decision/spark.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// Whether a variable of the Spark container is one that Spark sets for itself.
bool is_spark_env(std::string_view name);

/// Whether a volume is one in which Spark hands over its settings, templates and credentials.
bool is_spark_volume(std::string_view name);

/// Takes what would break a Spark application out of a merged template that is not finished yet:
/// how the Spark container is started, Spark's own variables, overridden requests of cpu and
/// memory. The loader refuses them where it sees them; under a literal container name it cannot
/// know. What is taken out is added to `left_out`, with origins that live as long as the policies.
void drop_never_touched(Edit& pod_template, std::vector<LeftOut>& left_out);

/// Marks what is set when absent and never changed: what a driver is reached by (labels, hostname,
/// subdomain, names of the Spark container's ports), an executor's preStop hook.
void mark_kept(Edit& pod_template, Role role);

/// Whether what stands there is never changed. Of a container's lifecycle that is Spark's hook.
bool is_kept(const Edit& edit, View here);

}  // namespace sparkgate::decision
