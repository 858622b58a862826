#pragma once

#include <nlohmann/json.hpp>
#include <random>

#include "decision/pod_types.h"

namespace sparkgate {

using Dice = std::minstd_rand;

inline std::size_t below(std::size_t end, Dice& dice) {
  return dice() % end;
}

template <class Items>
auto& one_of(Items& items, Dice& dice) {
  return items[below(items.size(), dice)];
}

/// A value that Kubernetes could have in such a field, at most `depth` types deep. Names come from
/// a small stock, so that they meet those that policies say.
nlohmann::json random_value(const decision::PodField& field, int depth, Dice& dice);

/// Gives an object of that type one field, known or new to it, anew.
void set_random_field(nlohmann::json& object, const decision::PodType& type, int depth, Dice& dice);

}  // namespace sparkgate
