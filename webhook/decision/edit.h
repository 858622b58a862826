#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "decision/fragment.h"
#include "decision/pod_types.h"

namespace sparkgate::decision {

/// How far a value reaches: a default fills what the pod leaves unsaid, an override wins over it.
enum class Strength { fill, win };

/// What is done with what the pod has there: merged with ours (Kubernetes' strategic merge), taken
/// out (`null`, `$patch: delete`), or given up for ours as a whole (`$patch: replace`). All but
/// `merge` are of overrides only.
enum class Verb { merge, remove, replace };

struct Edit;
struct Walk;
class View;

/// Something a policy asked for that was not done, and why.
struct LeftOut {
  Origin origin;
  std::string reason;
};

/// One value of the template that a plan applies: all fragments of the matching policies merged,
/// each part knowing who asked for it. Built once a plan, read by every request.
struct Edit {
  std::string name;   // of a member; of an item its key, for messages
  std::string token;  // "/name" as a piece of a JSON pointer; empty for items of lists
  const PodField* field = nullptr;
  Verb verb = Verb::merge;
  Strength strength = Strength::fill;  // the strongest in it
  int priority = 0;                    // of the policy that asked
  Origin origin;                       // of the strongest policy that asked
  bool of_one_policy = true;           // nobody else asked for a part of it
  bool adds = true;                    // false: it only takes out, there is nothing to create
  std::string_view keeps;           // why what stands there is never changed; empty when it may be
  bool is_spark_container = false;  // the item `name: $spark`
  bool of_secret = false;           // an item that a policy's `secrets` ask for

  nlohmann::json value;  // of a scalar, an atomic list, an item that is one unit, a group of terms
  std::vector<Edit> children;  // members of an object or a map, items of a list
  std::vector<std::pair<std::string_view, nlohmann::json>> keys;  // of an item of a keyed list
  std::string text;  // all of it as JSON, for where the pod has nothing

  /// What several fields of the object must not say together; see guards.h. nullptr: anything goes.
  void (*guard)(Walk& walk, const Edit& edit, View here) = nullptr;
  bool guarded = false;  // it or a part of it has a guard

  const Fragment* whole = nullptr;     // what was asked for with Verb::replace
  const Fragment* retained = nullptr;  // `$retainKeys` of an object: what else it has goes
  const Fragment* order = nullptr;     // `$setElementOrder` of a list: keys of items, or items

  /// The member of that name, or nullptr.
  const Edit* find(std::string_view member) const {
    for (const Edit& child : children) {
      if (child.name == member) return &child;
    }
    return nullptr;
  }
  Edit* find(std::string_view member) {
    return const_cast<Edit*>(std::as_const(*this).find(member));
  }
};

}  // namespace sparkgate::decision
