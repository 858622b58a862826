#pragma once

#include "policyfile/node.h"
#include "policytest/test_case.h"

namespace sparkgate::policytest {

/// Whether a document is of kind SparkPolicyTest.
bool is_test_document(const policyfile::Node& document);

/// Reads a document of that kind, its tables filled in. Every mistake goes to `source`; a test that
/// has one is broken. Files of pods are not looked at.
TestDocument read_tests(const policyfile::Node& document, policyfile::Source& source);

}  // namespace sparkgate::policytest
