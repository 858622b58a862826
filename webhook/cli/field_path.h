#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "decision/fragment.h"
#include "decision/pod_types.h"

namespace sparkgate::cli {

/// A place in a pod, named as a person names it: fields with dots, `[0]` for an item, or the item's
/// merge key: `spec.containers.$spark.env.JAVA_HOME`. In a map (labels, limits, ...) the rest of
/// the path is the key.
class FieldPath {
 public:
  struct Step {
    std::string name;                          // of a member, or the first merge key of an item
    const decision::PodField* list = nullptr;  // of an item: its list
  };

  /// Finds `path` in a pod; `spark_container`: the name that `$spark` means. `why`, when it cannot
  /// be a place of a pod, says so; else it is left alone.
  static FieldPath find(const nlohmann::json& pod, std::string_view path,
                        const std::string& spark_container, std::string& why);

  /// The path with items by their keys, and `$spark`: as Beaten names places.
  std::string text() const;

  /// A JSON pointer into a pod, to what is not there as well (`/-`: an item that a list has not).
  std::string pointer(const nlohmann::json& pod) const;

  /// What stands there in a pod, or null.
  nlohmann::json value(const nlohmann::json& pod) const;

  /// What a template says there, or nullptr.
  const decision::Fragment* said(const decision::Fragment& pod_template) const;

 private:
  std::string name_of(const nlohmann::json& item, const decision::PodField& list) const;

  std::vector<Step> steps_;
  std::string spark_container_;
};

}  // namespace sparkgate::cli
