#include "policytest/pod_path.h"

#include <gtest/gtest.h>

namespace sparkgate::policytest {
namespace {

using nlohmann::json;

/// A pod of one container, one volume and one label after a change, or why there is none.
std::string after(const char* path, const json& value) {
  json pod = {{"metadata", {{"labels", {{"a.b/c", "d"}}}}},
              {"spec", {{"containers", {{{"name", "c"}}}}, {"volumes", {"v"}}}}};
  const json before = pod;
  const std::string why = put(pod, path, value);
  if (!why.empty()) {
    EXPECT_EQ(pod, before) << path;
    return why;
  }
  return json::diff(before, pod).dump();
}

std::string add(const std::string& pointer, const std::string& value) {
  return R"([{"op":"add","path":")" + pointer + R"(","value":)" + value + "}]";
}
std::string replaced(const std::string& pointer, const std::string& value) {
  return R"([{"op":"replace","path":")" + pointer + R"(","value":)" + value + "}]";
}
std::string removed(const std::string& pointer) {
  return R"([{"op":"remove","path":")" + pointer + R"("}])";
}

TEST(PodPath, PutsWhatIsThere) {
  EXPECT_EQ(after("spec.containers[0].name", "x"), replaced("/spec/containers/0/name", "\"x\""));
  EXPECT_EQ(after("metadata.labels.a.b/c", "x"), replaced("/metadata/labels/a.b~1c", "\"x\""));
  EXPECT_EQ(after("spec.volumes[0]", json::object()), replaced("/spec/volumes/0", "{}"));
}

TEST(PodPath, MakesMapsAndAppends) {
  EXPECT_EQ(after("metadata.annotations.a/b.c", "x"),
            add("/metadata/annotations", R"({"a/b.c":"x"})"));
  EXPECT_EQ(after("spec.containers[0].resources.limits.nvidia.com/gpu", 1),
            add("/spec/containers/0/resources", R"({"limits":{"nvidia.com/gpu":1}})"));
  EXPECT_EQ(after("spec.containers[1].name", "x"), add("/spec/containers/-", R"({"name":"x"})"));
  EXPECT_EQ(after("spec.tolerations[0].key", "x"), add("/spec/tolerations", R"([{"key":"x"}])"));
  EXPECT_EQ(after("status.conditions[0].newest", true),
            add("/status", R"({"conditions":[{"newest":true}]})"));
}

TEST(PodPath, NullRemoves) {
  EXPECT_EQ(after("spec.containers[0].name", nullptr), removed("/spec/containers/0/name"));
  EXPECT_EQ(after("metadata.labels.a.b/c", nullptr), removed("/metadata/labels/a.b~1c"));
  EXPECT_EQ(after("spec.volumes[0]", nullptr), removed("/spec/volumes/0"));
  EXPECT_EQ(after("spec.priority", nullptr), "there is no spec.priority to remove");
  EXPECT_EQ(after("spec.affinity.podAffinity", nullptr), "there is no spec.affinity to remove");
  EXPECT_EQ(after("spec.volumes[1]", nullptr), "spec.volumes has 1 item, there is no [1]");
}

TEST(PodPath, Mistakes) {
  EXPECT_EQ(after("", 1), "an empty path names nothing");
  EXPECT_EQ(after("spec.containers[2].name", "x"), "spec.containers has 1 item, there is no [2]");
  EXPECT_EQ(after("spec.containers.name", "x"), "spec.containers is not a map");
  EXPECT_EQ(after("spec.containers[0].name[0]", "x"), "spec.containers[0].name is not a list");
  EXPECT_EQ(after("spec..x", 1), "a name is missing at its character 6");
  EXPECT_EQ(after("spec.", 1), "a name is missing at its character 6");
  for (const char* path :
       {"[0]", "spec.containers[", "spec.containers[]", "spec.containers[x]", "spec.containers[-1]",
        "spec.containers[0]name", "spec.containers[99999999999999999999]"}) {
    EXPECT_EQ(after(path, 1), "an item is written as [0], behind the name of its list") << path;
  }
}

TEST(PodPath, NoPodIsAsDeepAsThat) {
  std::string path = "spec";
  for (int i = 0; i < 64; ++i) path += ".a";
  EXPECT_EQ(after(path.c_str(), 1), "a path of more than 64 steps");
}

TEST(PodPath, ASlipInANameOfKubernetes) {
  EXPECT_EQ(after("spec.contaners[0].image", "x"),
            "unknown field 'contaners' in a PodSpec, did you mean 'containers'?");
  EXPECT_EQ(after("spec.containers[0].imag", "x"),
            "unknown field 'imag' in a Container, did you mean 'image'?");
  EXPECT_EQ(after("spec.somethingQuiteNew", "x"), add("/spec/somethingQuiteNew", "\"x\""));
}

}  // namespace
}  // namespace sparkgate::policytest
