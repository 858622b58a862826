#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace sparkgate::policyfile {

/// What a plain (unquoted) YAML scalar means, by the rules of YAML 1.1 as Kubernetes' own reader
/// has them: null, booleans (also yes, no, on, off), integers (decimal, 0x…, 0b…, 0o… and 0…),
/// floats; everything else is the string itself.
nlohmann::json plain_scalar(const std::string& text);

}  // namespace sparkgate::policyfile
