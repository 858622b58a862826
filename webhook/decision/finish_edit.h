#pragma once

#include <nlohmann/json.hpp>
#include <utility>

#include "decision/edit.h"

namespace sparkgate::decision {

/// Whether values of the field are merged member by member, or item by item. All else is one value.
bool has_members(const PodField& field);
bool has_items(const PodField& field);

/// Fills in what is known of a template once everything is merged: its text, whether it is of one
/// policy, whether it adds anything, its strongest author. Returns the template as JSON.
nlohmann::json finish_edit(Edit& edit);

/// A finished template as JSON, without the parts for which `leave_out` says true.
template <class LeaveOut>
nlohmann::json value_without(const Edit& edit, LeaveOut leave_out) {
  if (!edit.value.is_null()) return edit.value;
  const bool list = has_items(*edit.field);
  nlohmann::json whole = list ? nlohmann::json::array() : nlohmann::json::object();
  for (const auto& [key, value] : edit.keys) whole[key] = value;
  for (const Edit& child : edit.children) {
    if (!child.adds || child.of_secret || leave_out(child)) continue;
    nlohmann::json value = value_without(child, leave_out);
    if (list) {
      whole.push_back(std::move(value));
    } else {
      whole[child.name] = std::move(value);
    }
  }
  return whole;
}

}  // namespace sparkgate::decision
