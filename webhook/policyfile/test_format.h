#pragma once

#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The document `SparkPolicyTest`, whole: for editors.
extern const Shape kSparkPolicyTest;

/// The same, its tests being any maps: `${COLUMN}` may stand where a test wants another type, so
/// that each test is checked after its table was filled in, against kPolicyTest.
extern const Shape kSparkPolicyTestOutline;
extern const Shape kPolicyTest;

/// A test's `each`, which is checked before.
extern const Shape kTestRows;

}  // namespace sparkgate::policyfile
