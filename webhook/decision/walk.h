#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decision/apply.h"

namespace sparkgate::decision {

/// Where a walk over template and pod stands, and what it has found. Lives for one `apply`.
struct Walk {
  const Subject& subject;
  Patch& patch;
  std::vector<LeftOut>& left_out;
  std::string& pointer;      // JSON pointer of the value being looked at
  const Edit& pod_template;  // all of it
  std::vector<std::string_view> added_containers{};
  std::vector<std::string_view> secret_volumes{};  // that mounts of this walk need

  /// One step down, taken back at the end of the scope.
  class Step {
   public:
    Step(Walk& walk, std::string_view token) : pointer_(walk.pointer), length_(pointer_.size()) {
      pointer_ += token;
    }
    ~Step() { pointer_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& pointer_;
    std::size_t length_;
  };

  void leave_out(const Edit& edit, std::string reason) {
    left_out.push_back({edit.origin, std::move(reason)});
  }
};

/// Applies one value of the template to what the pod has there (nothing: an absent View).
void apply_value(Walk& walk, const Edit& edit, View here);

}  // namespace sparkgate::decision
