#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rules over names in the format, and how they are read. Reports an `allow` that says only
/// what `deny` would say better.
extern const Shape kServiceAccounts, kPriorityClasses, kSchedulers, kRuntimeClasses;
std::unique_ptr<const decision::Check> read_service_accounts(const Node& value, Source& source);
std::unique_ptr<const decision::Check> read_priority_classes(const Node& value, Source& source);
std::unique_ptr<const decision::Check> read_schedulers(const Node& value, Source& source);
std::unique_ptr<const decision::Check> read_runtime_classes(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
