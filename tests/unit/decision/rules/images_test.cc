#include "decision/rules/images.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// The messages about a driver with this image, under a rule with these fields (flow YAML).
Lines about(const std::string& rule, const std::string& image) {
  const auto set = policy("{rules: [{name: r, images: " + rule + "}]}");
  Lines result;
  for (const auto& breach :
       ask(set, minimal("driver").set("/spec/containers/0/image", image)).violations) {
    EXPECT_EQ(breach.path, "spec.containers[0].image");
    EXPECT_EQ(breach.found, image);
    result.push_back(breach.message);
  }
  return result;
}

const std::string kImage = "spec.containers[0].image ";

TEST(Images, AllowNamesRepositoriesWhateverTheTag) {
  for (const char* good : {"registry.corp/a", "registry.corp/a/b:1", "Registry.Corp/a:2"}) {
    EXPECT_EQ(about("{allow: ['registry.corp/*']}", good), Lines{}) << good;
  }
  EXPECT_EQ(about("{allow: ['registry.corp/*', apache/spark]}", "docker.io/evil"),
            Lines{kImage + "\"docker.io/evil\" is not from registry.corp/*, apache/spark"});
  EXPECT_EQ(about("{allow: [apache/spark]}", "docker.io/apache/spark:3.5.9"), Lines{});
  EXPECT_EQ(about("{allow: [spark]}", "spark"), Lines{});
}

TEST(Images, SpellingsMadeToGetPast) {
  for (const char* bad :
       {"registry.corp.evil.example/a", "registry.corp@evil/a", "evil/registry.corp/a",
        "registry.corp:8443/a", "registrу.corp/a", "REGISTRY.CORP./a", "registry.corp//a",
        " registry.corp/a", "registry.corp/a ", "registry.corp/../a", "registry.corp\n/a"}) {
    EXPECT_EQ(about("{allow: ['registry.corp/*']}", bad).size(), 1U) << bad;
  }
  for (const char* bad : {"evil", "library/evil", "docker.io/evil", "index.docker.io/library/evil",
                          "DOCKER.IO/library/evil", "evil:1", "docker.io/library/evil:latest"}) {
    EXPECT_EQ(about("{deny: [evil]}", bad).size(), 1U) << bad;
  }
}

TEST(Images, ARegistryHasManySpellings) {
  for (const char* evil : {"quay.io:443/evil/x", "quay.io:0443/evil/x", "QUAY.io/evil/x"}) {
    EXPECT_EQ(about("{deny: ['quay.io/evil/*']}", evil).size(), 1U) << evil;
  }
  for (const char* hub : {"registry-1.docker.io/a/b", "docker.io:443/a/b", "index.docker.io/a"}) {
    EXPECT_EQ(about("{deny: ['docker.io/*']}", hub).size(), 1U) << hub;
  }
  EXPECT_EQ(about("{allow: ['registry.corp:443/*']}", "registry.corp/a"), Lines{});
  EXPECT_EQ(about("{deny: ['quay.io/*']}", "quay.io:8443/a"), Lines{});
}

TEST(Images, DenyBeatsAllow) {
  EXPECT_EQ(
      about("{allow: ['registry.corp/*'], deny: ['registry.corp/old/*']}", "registry.corp/old/a"),
      Lines{kImage + "\"registry.corp/old/a\" is from registry.corp/old/*, which is denied"});
}

TEST(Images, APatternWithATagSpeaksOfTheTag) {
  EXPECT_EQ(about("{allow: ['registry.corp/spark:3.*']}", "registry.corp/spark:3.5"), Lines{});
  EXPECT_EQ(about("{allow: ['registry.corp/spark:3.*']}", "registry.corp/spark:4.0").size(), 1U);
  const std::string pinned = "registry.corp/spark:3.5@sha256:" + std::string(64, 'a');
  EXPECT_EQ(about("{allow: ['registry.corp/spark:3.*']}", pinned), Lines{});
  EXPECT_EQ(about("{allow: ['registry.corp/spark@sha256:*']}", "registry.corp/spark:3.5").size(),
            1U);
}

TEST(Images, NoTagIsTheTagLatest) {
  EXPECT_EQ(about("{denyTags: [latest]}", "registry.corp/a"),
            Lines{kImage + "\"registry.corp/a\" has the tag latest, which is denied"});
  EXPECT_EQ(about("{denyTags: [latest]}", "registry.corp/a@sha256:" + std::string(64, 'a')),
            Lines{});
  EXPECT_EQ(about("{denyTags: ['*-SNAPSHOT']}", "a:1-SNAPSHOT").size(), 1U);
}

TEST(Images, RequireDigest) {
  EXPECT_EQ(about("{requireDigest: true}", "a:1"),
            Lines{kImage + "\"a:1\" has no digest (name@sha256:...)"});
  EXPECT_EQ(about("{requireDigest: true}", "a:1@sha256:" + std::string(64, 'a')), Lines{});
}

TEST(Images, WhatNoNodeCanFetch) {
  EXPECT_EQ(about("{allow: ['*']}", "Registry/Spark"),
            Lines{kImage + "\"Registry/Spark\" is not a valid image reference"});
  EXPECT_EQ(about("{allow: ['*']}", ""), Lines{"spec.containers[0].image is missing"});
}

TEST(Images, EveryContainerListAndImageVolumes) {
  const auto set = policy("{rules: [{name: r, images: {allow: ['registry.example.com/*']}}]}");
  Review review = minimal("driver");
  const json evil = {{"name", "e"}, {"image", "evil"}};
  review.set("/spec/initContainers", json::array({evil}));
  review.set("/spec/ephemeralContainers", json::array({evil}));
  review.set("/spec/volumes", json::array({{{"name", "v"}, {"image", {{"reference", "evil"}}}}}));
  review.pod()["spec"]["containers"].push_back(evil);
  Lines paths;
  for (const auto& breach : ask(set, review).violations) paths.push_back(breach.path);
  EXPECT_EQ(paths, (Lines{"spec.initContainers[0].image", "spec.containers[1].image",
                          "spec.ephemeralContainers[0].image", "spec.volumes[0].image.reference"}));
}

TEST(Images, PullPoliciesOfImageVolumes) {
  const auto set = policy("{rules: [{name: r, images: {pullPolicies: [Always, IfNotPresent]}}]}");
  Review review = minimal("driver");
  review.set(
      "/spec/volumes",
      json::array({{{"name", "v"}, {"image", {{"reference", "a/b:1"}, {"pullPolicy", "Never"}}}}}));
  ASSERT_EQ(ask(set, review).violations.size(), 1U);
  EXPECT_EQ(ask(set, review).violations[0].message,
            "spec.volumes[0].image.pullPolicy \"Never\" is not Always, IfNotPresent");
}

TEST(Images, AnIdIsWhoeversImage) {
  const std::string id = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(
      about("{allow: ['*']}", id),
      Lines{kImage + "\"" + id + "\" is the id of an image on the node, not where one comes from"});
  EXPECT_EQ(about("{deny: [evil]}", "sha256:aaaa").size(), 1U);  // containerd completes it
  EXPECT_EQ(about("{allow: ['*']}", std::string(64, 'a')),
            Lines{kImage + "\"" + std::string(64, 'a') + "\" is not a valid image reference"});
}

TEST(Images, WithoutAPullPolicyTheDefaultOfTheApiServerCounts) {
  const auto set = policy("{rules: [{name: r, images: {pullPolicies: [Always]}}]}");
  Review review = minimal("driver").erase("/spec/containers/0/imagePullPolicy");
  for (const char* latest : {"a/b", "a/b:latest"}) {
    EXPECT_TRUE(ask(set, review.set("/spec/containers/0/image", latest)).allowed) << latest;
  }
  ASSERT_EQ(ask(set, review.set("/spec/containers/0/image", "a/b:1")).violations.size(), 1U);
  EXPECT_EQ(ask(set, review).violations[0].message,
            "spec.containers[0].imagePullPolicy \"IfNotPresent\" is not Always");
}

TEST(Images, PullPolicies) {
  const auto set = policy("{rules: [{name: r, images: {pullPolicies: [Always]}}]}");
  const auto violations = ask(set, minimal("driver")).violations;
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].message,
            "spec.containers[0].imagePullPolicy \"IfNotPresent\" is not Always");
}

}  // namespace
}  // namespace sparkgate
