#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace sparkgate::render {

/// A pod without what webhook/render/differences.h says that rendered pods have otherwise: the same
/// text for a recorded pod and for the one that was rendered for its command line.
std::string comparable(nlohmann::json pod);

/// The pod of a review in tests/recordings, named without ".json".
nlohmann::json recorded(const std::string& name);

}  // namespace sparkgate::render
