#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "decision/policy.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// A template file as a policy uses it: its document, and the source that its issues belong to.
struct TemplateFile {
  const Node* document;
  Source* source;
};

/// Finds a template file of the directory by name, or says why it cannot (first: nullopt).
using FindTemplate =
    std::function<std::optional<TemplateFile>(const std::string& name, std::string& why)>;

/// Reads a document of kind SparkPolicy. Every mistake is reported; the policy is complete only
/// when none was. `file`: the policy's file name in the directory. `today`: for notes about
/// exceptions that end; none: no such notes.
std::unique_ptr<const decision::Policy> read_policy(const Node& document, const std::string& file,
                                                    const FindTemplate& find_template,
                                                    std::optional<std::chrono::sys_days> today,
                                                    Source& source);

}  // namespace sparkgate::policyfile
