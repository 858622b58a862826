#include "decision/pod_types.h"

#include <gtest/gtest.h>

namespace sparkgate::decision {
namespace {

const PodField& field(std::string_view type, std::string_view name) {
  const PodType* found = pod_type(type);
  EXPECT_NE(found, nullptr) << type;
  const PodField* result = found->find(name);
  EXPECT_NE(result, nullptr) << type << "." << name;
  return *result;
}

TEST(PodTypes, ListsHaveKubernetesMergeKeys) {
  EXPECT_EQ(field("PodSpec", "containers").merge, ListMerge::keyed);
  EXPECT_EQ(field("PodSpec", "containers").keys, std::vector<std::string_view>{"name"});
  EXPECT_EQ(field("Container", "volumeMounts").keys, std::vector<std::string_view>{"mountPath"});
  EXPECT_EQ(field("Container", "ports").keys,
            (std::vector<std::string_view>{"containerPort", "protocol"}));
  EXPECT_EQ(field("Container", "env").merge, ListMerge::unit);
  EXPECT_EQ(field("Container", "args").merge, ListMerge::atomic);
  EXPECT_EQ(field("PodSpec", "tolerations").merge, ListMerge::set);
  EXPECT_EQ(field("NodeSelector", "nodeSelectorTerms").merge, ListMerge::all_terms);
}

TEST(PodTypes, KnowWhatTheApiServerFillsIn) {
  EXPECT_EQ(field("PodSpec", "schedulerName").fallback, "default-scheduler");
  EXPECT_EQ(field("PodSpec", "terminationGracePeriodSeconds").fallback, "30");
  EXPECT_EQ(field("ContainerPort", "protocol").fallback, "TCP");
  EXPECT_EQ(field("PodSpec", "priorityClassName").fallback, "");
}

TEST(PodTypes, KnowShapesChoicesAndPointers) {
  EXPECT_EQ(field("PodSpec", "hostNetwork").shape, Shape::boolean);
  EXPECT_FALSE(field("PodSpec", "hostNetwork").pointer);
  EXPECT_TRUE(field("SecurityContext", "runAsNonRoot").pointer);
  EXPECT_EQ(field("ResourceRequirements", "limits").element->shape, Shape::quantity);
  EXPECT_EQ(field("Toleration", "effect").choices,
            (std::vector<std::string_view>{"NoSchedule", "PreferNoSchedule", "NoExecute"}));
  EXPECT_TRUE(field("Volume", "emptyDir").alternative);
  EXPECT_FALSE(field("Volume", "name").alternative);
  EXPECT_EQ(field("PodSpec", "containers").element->type, pod_type("Container"));
  EXPECT_EQ(pod_template_type().find("spec")->type, pod_type("PodSpec"));
  EXPECT_EQ(pod_type("Nothing"), nullptr);
}

}  // namespace
}  // namespace sparkgate::decision
