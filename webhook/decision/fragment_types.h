#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "decision/edit.h"
#include "decision/pod_types.h"

namespace sparkgate::decision {

/// The type of a member of an object or a map. Fields that Kubernetes has grown since our table was
/// made get the type that they look like, and pass through.
const PodField& member_field(const PodField& parent, std::string_view name, Fragment::Kind kind);

/// `labels: {}` and `tolerations: []` ask for nothing: the API server would not store them. An
/// empty list that is replaced as a whole asks for no items, where it wins.
bool asks_for_nothing(const Fragment& said, const PodField& field, Strength strength);

/// The value of a merge key of an item, or what the API server fills in (`protocol: TCP`).
nlohmann::json key_of(const Fragment& item, const PodField& list, std::string_view key);

}  // namespace sparkgate::decision
