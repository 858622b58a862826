#pragma once

#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The list `spec.secrets` in the format.
extern const Shape kSecrets;

}  // namespace sparkgate::policyfile
