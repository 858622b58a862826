#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

PolicySetPointer registries() {
  return policy("{rules: [{name: registries, images: {allow: [registry.example.com/*]}}]}");
}

Lines paths(const cli::Examined& examined) {
  Lines result;
  for (const cli::Breach& breach : examined.violations) result.push_back(breach.path);
  return result;
}

TEST(Update, AChangedImageIsJudged) {
  const cli::Examined examined =
      ask(registries(), Review("client-mode-4.1.4-executor-update-image"));
  EXPECT_FALSE(examined.allowed);
  EXPECT_EQ(paths(examined), Lines{"spec.containers[0].image"});
}

TEST(Update, WhatWasThereBeforeIsForgiven) {
  // its image is docker.io/evil already; only a toleration, or a label, is changed
  EXPECT_TRUE(ask(registries(), Review("client-mode-4.1.4-executor-update-toleration")).allowed);
  EXPECT_TRUE(ask(registries(), Review("client-mode-4.1.4-executor-update-unlabel")).allowed);
}

TEST(Update, ALostLabelOpensNoDoor) {
  Review review("client-mode-4.1.4-executor-update-unlabel");
  EXPECT_EQ(ask(registries(), review).role, "executor");
  review.set("/spec/containers/0/image", "docker.io/worse");
  EXPECT_FALSE(ask(registries(), review).allowed);
}

TEST(Update, AnEphemeralContainerIsJudged) {
  const cli::Examined examined =
      ask(registries(), Review("client-mode-4.1.4-executor-ephemeralcontainers"));
  EXPECT_FALSE(examined.allowed);
  EXPECT_EQ(paths(examined), Lines{"spec.ephemeralContainers[0].image"});
}

TEST(Update, AResizeIsJudged) {
  const auto small = policy("{rules: [{name: size, resources: {max: {memory: 1Ki}}}]}");
  const Review resize("client-mode-4.1.4-executor-resize");
  EXPECT_FALSE(ask(small, resize).allowed);
  EXPECT_TRUE(
      ask(policy("{rules: [{name: size, resources: {max: {memory: 64Gi}}}]}"), resize).allowed);
}

TEST(Delete, IsNobodysBusiness) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/image", "docker.io/evil").set_request("/operation", "DELETE");
  EXPECT_TRUE(ask(registries(), review).allowed);
}

}  // namespace
}  // namespace sparkgate
