#pragma once

#include <array>
#include <string>
#include <string_view>

#include "decision/policy_set.h"

namespace sparkgate::bench {

/// An AdmissionReview as kube-apiserver sends it, followed by the bytes that its reader may touch.
class Body {
 public:
  explicit Body(std::string compact);

  std::string_view text() const { return std::string_view(padded_).substr(0, size_); }

 private:
  std::string padded_;
  std::size_t size_;
};

/// What is measured: recordings of Spark 4.1.4 in cluster mode. 5.5 kB, 10.5 kB and, made from a
/// template, 8.6 kB.
inline constexpr std::array<const char*, 3> kBodies = {"driver", "executor", "driver-template"};

/// One of kBodies. Ends the program when the recording cannot be read.
Body recorded(const std::string& name);

/// What the validating door is asked behind the mutating one: the pod with its patch applied.
Body mutated(const Body& body, const decision::PolicySet& policies);

}  // namespace sparkgate::bench
