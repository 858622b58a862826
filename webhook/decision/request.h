#pragma once

#include <string_view>

#include "decision/view.h"

namespace sparkgate::decision {

enum class OperationKind { create, update, other };

/// One admission request as the decision sees it. All views live as long as the parsed review.
struct Request {
  OperationKind operation = OperationKind::create;
  std::string_view subresource;  // "" for the pod itself
  std::string_view name;         // "" with generateName, before the API server has made one
  std::string_view namespace_name;
  std::string_view username;
  View groups;   // list of strings
  View extra;    // userInfo.extra: lists of strings by key; absent when there is none
  View pod;      // the new object; absent for DELETE
  View old_pod;  // the object before an UPDATE
  bool dry_run = false;

  /// Whether a pod comes to be, and not something of it (`pods/binding` is created, too).
  bool creates_pod() const { return operation == OperationKind::create && subresource.empty(); }
};

}  // namespace sparkgate::decision
