#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// How much a policy file may hold, after aliases are expanded.
inline constexpr std::size_t kMaxNodes = 100'000;
inline constexpr std::size_t kMaxDepth = 64;

/// All documents of a YAML (or JSON) file, empty ones left out. Scalars are read as Kubernetes
/// reads them (YAML 1.1: `0644` is 420, `yes` is true). Duplicate keys, keys that are no strings,
/// unknown tags, merge keys, cycles and anchor bombs are issues with their place; a document that
/// has one of these is read as far as possible.
std::vector<Node> parse_yaml(Source& source, std::size_t max_nodes = kMaxNodes);

/// A JSON value as block-style YAML, ending in a newline.
std::string to_yaml(const nlohmann::json& value);

}  // namespace sparkgate::policyfile
