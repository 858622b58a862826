// Any policies on any pod, both made of the types of Kubernetes: what loads must give patches that
// apply and come once.
//
// Input: {"specs": [spec of a SparkPolicy, …], "review": AdmissionReview}

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "fuzz/decision_laws.h"
#include "fuzz/pod_mutator.h"
#include "policyfile/load.h"

namespace sparkgate {
namespace {

using nlohmann::json;

std::shared_ptr<const decision::PolicySet> policies_of(const json& specs) {
  std::string text;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const json policy = {{"apiVersion", "sparkgate.dev/v1"},
                         {"kind", "SparkPolicy"},
                         {"metadata", {{"name", "p" + std::to_string(i)}}},
                         {"spec", specs[i]}};
    text += policy.dump() + "\n---\n";
  }
  return policyfile::load({{"p.yaml", "p.yaml", text}}).policies;
}

/// A fragment of a policy, or the pod.
json& one_template(json& input, Dice& dice) {
  json& pod = input["review"]["request"]["object"];
  json& specs = input["specs"];
  if (below(3, dice) == 0 || !specs.is_array() || specs.empty()) return pod;
  json& spec = one_of(specs, dice);
  if (!spec.is_object()) return pod;
  json& layer = spec[below(2, dice) == 0 ? "defaults" : "overrides"];
  if (layer.is_null()) layer = json::object();
  if (!layer.is_object()) return pod;
  json& fragment = layer[below(2, dice) == 0 ? "both" : "driver"];
  if (fragment.is_null()) fragment = json::object();
  return fragment;
}

bool is_input(const json& input) {
  return input.is_object() && input.contains("specs") && input["specs"].is_array() &&
         input.contains("review") && input["review"].is_object() &&
         input["review"].contains("request") && input["review"]["request"].is_object();
}

}  // namespace
}  // namespace sparkgate

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate;
  const json input = json::parse(data, data + size, nullptr, false);
  if (!is_input(input)) return 0;
  const auto policies = policies_of(input["specs"]);
  if (policies) check_decision(input["review"], *policies);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  using namespace sparkgate;
  return mutate_json(data, size, max_size, seed, [](json& input, Dice& dice) {
    if (is_input(input)) mutate_pod(one_template(input, dice), dice);
  });
}
