#pragma once

#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Makes a template out of a document of kind Pod or PodTemplate, as Spark reads its own
/// `podTemplateFile`: the Spark container is the one with its name, else the first, and becomes
/// `$spark`; what Spark itself takes from elsewhere is left out, each with a note.
Node read_template_file(const Node& document, Source& source);

}  // namespace sparkgate::policyfile
