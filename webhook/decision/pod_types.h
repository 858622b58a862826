#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace sparkgate::decision {

enum class Shape { string, integer, boolean, quantity, int_or_string, time, map, object, list };

/// How a list of the pod takes in the items of a template (legend in pod_type_table.cc).
enum class ListMerge { atomic, keyed, unit, set, all_terms };

struct PodType;

/// One field of a pod, or (without a name) what a list or a map holds.
struct PodField {
  std::string_view name;
  Shape shape = Shape::string;
  bool pointer = false;                   // stored even when zero or empty
  bool alternative = false;               // at most one of these in its object
  bool unit = false;                      // an object that is never half of two
  std::string_view fallback;              // what the API server fills in; empty when it does not
  std::vector<std::string_view> choices;  // of a string that is one of a few
  ListMerge merge = ListMerge::atomic;
  std::vector<std::string_view> keys;       // of a keyed list: one or two
  std::unique_ptr<const PodField> element;  // of a list or a map
  const PodType* type = nullptr;            // of an object
};

/// A type of the Kubernetes API.
struct PodType {
  std::string_view name;
  std::vector<PodField> fields;

  /// The field of that JSON name, or nullptr: Kubernetes grows new ones, they pass through.
  const PodField* find(std::string_view field) const;
};

/// The table as text, and PodTemplateSpec read from it. Both live as long as the process.
extern const std::string_view kPodTypeTable;
const PodType& pod_template_type();

/// A type by its Kubernetes name, such as "Container"; nullptr if there is none.
const PodType* pod_type(std::string_view name);

}  // namespace sparkgate::decision
