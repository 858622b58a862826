#pragma once

#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// The `containers` of a Spark pod template as a policy says them: the Spark container is the one
/// with its name, else the first, and becomes `$spark`, without what Spark sets itself. Notes tell
/// what is left out and which container may not be what its author meant.
Node read_template_containers(const Node& list, Source& source);

/// Notes for containers of a template's list that can only change a container that is there.
/// `spark`: the one that is Spark's and needs no image; may be null.
void note_containers_without_image(const Node& list, const Node* spark, Source& source);

}  // namespace sparkgate::policyfile
