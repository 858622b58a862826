#pragma once

#include "decision/spark.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Makes a template out of a document of kind Pod or PodTemplate, as Spark reads its own
/// `podTemplateFile`: what Spark takes from elsewhere, or writes over, is left out; each piece that
/// counts otherwise here than it does there has a note.
/// `role`: whose pods it is for; none means both.
Node read_template_file(const Node& document, decision::Role role, Source& source);

}  // namespace sparkgate::policyfile
