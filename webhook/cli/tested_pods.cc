#include "cli/tested_pods.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "policytest/pod_path.h"

namespace sparkgate::cli {
namespace {

using nlohmann::json;
using nlohmann::literals::operator""_json_pointer;
using policyfile::Source;
using policytest::PodSource;
using policytest::TestCase;

RequestFlags flags_of(const policytest::Asked& asked) {
  return {asked.namespace_name, asked.user, asked.groups, asked.service_account, asked.operation};
}

/// What is written in the test itself: a Pod, or a review. Nothing when it is of another kind,
/// which is told: a Deployment would pass as a pod without containers.
std::optional<json> review_of_own(const PodSource& pod, const RequestFlags& flags, Source& source) {
  const auto kind = pod.own.find("kind");
  if (kind == pod.own.end() || *kind == "Pod") return review_of_pod(pod.own, flags);
  if (*kind == "AdmissionReview") return review_with_flags(pod.own, flags);
  source.tell(policyfile::Code::test_pod, pod.at,
              "kind " + kind->dump() + " is none of Pod and AdmissionReview");
  return std::nullopt;
}

/// Why the change cannot be made; "" when it was.
std::string put(json& pod, const policytest::Change& change) {
  if (change.path == "metadata.namespace") {
    return "the namespace is the request's: set request.namespace";
  }
  return policytest::put(pod, change.path, change.value);
}

/// False when a change cannot be made, which is told. `object`: the pod, in a review.
bool change(json& review, const char* object, const PodSource& pod, const std::string& name,
            Source& source) {
  if (pod.changes.empty()) return true;
  json* target = review.contains("request") ? &review["request"][object] : nullptr;
  if (!target || !target->is_object()) {
    source.tell(policyfile::Code::test_pod, pod.at, "this review has no pod to set something in");
    return false;
  }
  bool sound = true;
  for (const policytest::Change& one : pod.changes) {
    const std::string why = put(*target, one);
    if (why.empty()) continue;
    source.tell(policyfile::Code::test_pod, one.at, name + " '" + one.path + "': " + why);
    sound = false;
  }
  return sound;
}

}  // namespace

std::string beside(const std::string& file, const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  std::string result = (folder / path).lexically_normal().string();
  if (result.size() > 1 && result.ends_with('/')) result.pop_back();
  return result;
}

std::optional<json> TestedPods::review(const TestCase& test, Source& source) {
  const RequestFlags flags = flags_of(test.asked);
  std::optional<json> review = of_source(test.pod, flags, source);
  if (!review || !change(*review, "object", test.pod, "pod.set", source)) return std::nullopt;
  const auto request = review->find("request");
  if (request == review->end() || !request->is_object()) return review;
  if (!test.asked.extra.is_null()) (*request)["userInfo"]["extra"] = test.asked.extra;
  if (!test.asked.old_object) return review;
  const PodSource& old = *test.asked.old_object;
  const std::optional<json> before = of_source(old, flags, source);
  if (!before) return std::nullopt;
  (*request)["oldObject"] = before->value("/request/object"_json_pointer, json());
  if (!change(*review, "oldObject", old, "request.oldObject.set", source)) return std::nullopt;
  return review;
}

std::optional<json> TestedPods::of_source(const PodSource& pod, const RequestFlags& flags,
                                          Source& source) {
  if (pod.file.empty()) return review_of_own(pod, flags, source);
  const Input* input = of_file(pod, source);
  if (!input) return std::nullopt;
  return review_with_flags(input->review, flags);
}

const Input* TestedPods::of_file(const PodSource& pod, Source& source) {
  const std::string path = beside(source.file(), pod.file);
  const auto [known, is_new] = files_.try_emplace(path);
  std::vector<Input>& inputs = known->second;
  if (is_new) inputs = read_input(path, {});
  const int count = inputs.back().document;
  if (pod.document == 0 && count > 1) {
    source.tell(
        policyfile::Code::test_pod, pod.at,
        path + " holds " + std::to_string(count) + " objects: say which with pod.document, from 1");
    return nullptr;
  }
  const int wanted = pod.document == 0 ? 1 : pod.document;
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [&](const Input& one) { return one.document == wanted; });
  if (found == inputs.end()) {
    source.tell(policyfile::Code::test_pod, pod.at,
                path + " holds " + std::to_string(count) + (count == 1 ? " object" : " objects") +
                    ", there is no document " + std::to_string(wanted));
    return nullptr;
  }
  if (found->error.empty()) return &*found;
  const bool named = found->error.find(path) != std::string::npos;
  source.tell(policyfile::Code::test_pod, pod.at, (named ? "" : path + ": ") + found->error);
  return nullptr;
}

}  // namespace sparkgate::cli
