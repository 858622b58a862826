#pragma once

#include <nlohmann/json.hpp>

namespace sparkgate::policyfile {

/// The JSON Schema (draft 7, which editors know best) of the documents in a policy directory, made
/// from the tables that the loader checks with. It cannot say all that the loader checks.
nlohmann::ordered_json json_schema();

}  // namespace sparkgate::policyfile
