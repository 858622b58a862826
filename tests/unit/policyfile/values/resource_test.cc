#include <gtest/gtest.h>

#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

TEST(ResourceValues, Names) {
  EXPECT_EQ(said_of_container("resources: {limits: {gpu: 1, storage: 1Gi}}"),
            "'gpu' in spec.containers[0].resources.limits: no resource of Kubernetes: cpu, memory, "
            "ephemeral-storage or one with a domain such as nvidia.com/gpu, did you mean 'cpu'?\n"
            "'storage' in spec.containers[0].resources.limits: no resource of Kubernetes: cpu, "
            "memory, ephemeral-storage or one with a domain such as nvidia.com/gpu");
  EXPECT_EQ(said_of_container(R"(resources: {limits: {requests.corp.example/a: 1, "a b/c": 1}})"),
            "'requests.corp.example/a' in spec.containers[0].resources.limits: the name of an "
            "extended resource does not begin with 'requests.'\n"
            "'a b/c' in spec.containers[0].resources.limits: no resource of Kubernetes: cpu, "
            "memory, ephemeral-storage or one with a domain such as nvidia.com/gpu");
  EXPECT_EQ(said_of_pod("resources: {limits: {ephemeral-storage: 1Gi}, claims: [{name: a}]}"),
            "'ephemeral-storage' in spec.resources.limits: a pod as a whole has cpu, memory and "
            "hugepages only\n"
            "spec.resources.claims cannot be set for a pod as a whole");
  EXPECT_EQ(said_of_container("resources: {limits: {cpu: 1, kubernetes.io/batch-cpu: 1500m}}"), "");
  EXPECT_EQ(said_of_pod("resources: {limits: {cpu: 1, hugepages-2Mi: 2Mi}}"), "");
}

TEST(ResourceValues, Amounts) {
  EXPECT_EQ(
      said_of_container("resources: {limits: {memory: 1Gi}, requests: {memory: 2Gi}}"),
      "spec.containers[0].resources.requests.memory must be at most the limit of 1Gi, not 2Gi");
  EXPECT_EQ(said_of_container("resources: {limits: {cpu: -1}}"),
            "spec.containers[0].resources.limits.cpu must be 0 or more, not -1");
  EXPECT_EQ(said_of_container("resources: {limits: {nvidia.com/gpu: 1500m}}"),
            "spec.containers[0].resources.limits.nvidia.com/gpu must be a whole number, not 1500m");
  EXPECT_EQ(
      said_of_container("resources: {requests: {nvidia.com/gpu: 1}}"),
      "spec.containers[0].resources.requests.nvidia.com/gpu needs a limit of the same amount");
  EXPECT_EQ(
      said_of_container("resources: {limits: {nvidia.com/gpu: 2}, requests: {nvidia.com/gpu: 1}}"),
      "spec.containers[0].resources.requests.nvidia.com/gpu must be what the limit is, 2, not 1");
  EXPECT_EQ(said_of_container("resources: {limits: {hugepages-2Mi: 3Mi}}"),
            "spec.containers[0].resources.limits.hugepages-2Mi must be a multiple of the size of a "
            "page, not 3Mi");
  EXPECT_EQ(said_of_container("resources: {limits: {hugepages-big: 3Mi}}"),
            "spec.containers[0].resources.limits.hugepages-big has no size of a page in its name, "
            "such as hugepages-2Mi, not 3Mi");
  EXPECT_EQ(said_of_container("resources: {limits: {memory: 2Gi}, requests: {memory: 2048Mi}}"),
            "");
  EXPECT_EQ(said_of_container(
                "resources: {limits: {nvidia.com/gpu: 2000m}, requests: {nvidia.com/gpu: 2}}"),
            "");
  EXPECT_EQ(
      said_of_spark("resources: {limits: {hugepages-2Mi: 4Mi}, requests: {hugepages-2Mi: 4096Ki}}"),
      "");
}

TEST(ResourceValues, Claims) {
  EXPECT_EQ(said_of_container("resources: {claims: [{name: a}, {name: a, request: B}, {}]}"),
            "spec.containers[0].resources.claims[1] is there already: claim 'a'\n"
            "spec.containers[0].resources.claims[1].request is 'B': such a name has at most 63 "
            "lower-case letters, digits and '-', and begins and ends with a letter or digit\n"
            "spec.containers[0].resources.claims[2] needs 'name'");
  EXPECT_EQ(said_of_container(
                "resources: {claims: [{name: a, request: x}, {name: a, request: z}, {name: b}]}"),
            "");
}

}  // namespace
}  // namespace sparkgate
