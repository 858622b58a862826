#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sparkgate::cli {

/// Items of a list that stand elsewhere among those that are in both pods; the fewest that say it.
struct Moved {
  std::string list;                // "spec.containers.a.env"
  std::vector<std::string> items;  // their first merge keys
};

/// `pod` with its lists that merge by key in the order of `other`'s, so that a diff of both shows
/// what is new or gone and not what moved; that is added to `moved`.
nlohmann::json with_order_of(const nlohmann::json& other, const nlohmann::json& pod,
                             std::vector<Moved>& moved);

}  // namespace sparkgate::cli
