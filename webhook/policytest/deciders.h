#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sparkgate::policytest {

/// Which operations of a patch, by their indices, made what stands at a place of the pod that it
/// gives: those at the place, in it, or around it. `before` is the pod that the patch applies to,
/// `pointer` a JSON pointer into the pod after it.
std::vector<std::size_t> deciders(const nlohmann::json& before, const nlohmann::json& patch,
                                  const std::string& pointer);

}  // namespace sparkgate::policytest
