#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/examine.h"
#include "decision/policy_set.h"

// The small language of tests: policies written as YAML, pods taken from recordings of real Spark
// and tweaked, and what both doors say about them.

namespace sparkgate {

using PolicySetPointer = std::shared_ptr<const decision::PolicySet>;

/// A set of one policy `p` in file p.yaml whose `spec` is the given YAML (not indented). Ends the
/// test program when it has mistakes.
PolicySetPointer policy(std::string_view spec);

/// A set of the documents of one YAML text, in file p.yaml.
PolicySetPointer policies(const std::string& text);

/// The issues of one YAML text as `line:column: message`, notes with "note: " in front.
std::vector<std::string> mistakes(const std::string& text);

/// The same for the spec of policy `p`; its lines and columns count from 1.
std::vector<std::string> mistakes_in_spec(std::string_view spec);

/// A recorded AdmissionReview (tests/recordings, without ".json"), to be tweaked.
class Review {
 public:
  explicit Review(const std::string& recording);

  /// Sets or removes a value; `pointer` is a JSON pointer into the pod ("/spec/priority").
  Review& set(const std::string& pointer, const nlohmann::json& value);
  Review& erase(const std::string& pointer);

  /// Sets a value of the request beside the pod ("/namespace", "/userInfo/username").
  Review& set_request(const std::string& pointer, const nlohmann::json& value);

  /// The pod as an UPDATE changes it: what is there now becomes the old object.
  Review& update();

  nlohmann::json& pod() { return review_["request"]["object"]; }
  const nlohmann::json& json() const { return review_; }

 private:
  nlohmann::json review_;
};

/// A review of a pod of ours: a plain driver or executor with one container `spark-kubernetes-*`,
/// as small as the API server would have it.
Review minimal(const std::string& role);

/// What the doors say, by the command line's own code.
cli::Examined ask(const PolicySetPointer& policies, const Review& review);

/// The patch as lines "op pointer value".
std::vector<std::string> lines(const nlohmann::json& patch);

/// The same without our own annotation, which ends every patch.
std::vector<std::string> changes(const PolicySetPointer& policies, const Review& review);

/// What the doors say about the pod once more, after their own patch was applied.
cli::Examined ask_again(const PolicySetPointer& policies, const Review& review);

/// Names of all recordings that are pretty-printed AdmissionReviews.
std::vector<std::string> recordings();

}  // namespace sparkgate
