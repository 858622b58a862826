#include "decision/image_pattern.h"

#include <gtest/gtest.h>

namespace sparkgate::decision {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

bool matches(std::string_view pattern, std::string_view image) {
  const auto parsed = ImageReference::parse(image);
  EXPECT_TRUE(parsed.has_value()) << image;
  return parsed && ImagePattern(pattern).matches(*parsed);
}

TEST(ImagePattern, SpeaksOfTheRepositoryWhateverTheTag) {
  EXPECT_TRUE(matches("registry.corp/*", "registry.corp/a/b:1"));
  EXPECT_TRUE(matches("Registry.Corp/a", "registry.corp/a@" + kDigest));
  EXPECT_TRUE(matches("registry.corp:5000/*", "registry.corp:5000/a"));
  EXPECT_FALSE(matches("registry.corp/*", "registry.corp:5000/a"));
  EXPECT_FALSE(matches("registry.corp/*", "registry.corp.evil.example/a"));
  EXPECT_FALSE(matches("registry.corp/*", "evil/registry.corp/a"));
}

TEST(ImagePattern, AStarInARegistryStaysInIt) {
  EXPECT_TRUE(matches("*.dkr.ecr.eu-west-1.amazonaws.com/*",
                      "123.dkr.ecr.eu-west-1.amazonaws.com/team/spark:4"));
  EXPECT_FALSE(matches("*.dkr.ecr.eu-west-1.amazonaws.com/*",
                       "evil.example/x.dkr.ecr.eu-west-1.amazonaws.com/spark:4"));
  EXPECT_TRUE(matches("*/spark", "registry.corp/spark"));
  EXPECT_FALSE(matches("*/spark", "registry.corp/team/spark"));
}

TEST(ImagePattern, OfDockerHubIsSpelledOutLikeAnImage) {
  EXPECT_TRUE(matches("spark", "docker.io/library/spark:3"));
  EXPECT_TRUE(matches("docker.io/spark", "spark"));
  EXPECT_TRUE(matches("index.docker.io/library/spark", "spark"));
  EXPECT_TRUE(matches("apache/*", "docker.io/apache/spark"));
  EXPECT_TRUE(matches("docker.io/*", "spark"));
  EXPECT_TRUE(matches("team-*/spark", "team-a/spark"));
  EXPECT_FALSE(matches("spark", "apache/spark"));
  EXPECT_TRUE(matches("spark-*", "spark-py:1"));
}

TEST(ImagePattern, WithATagOrADigestSpeaksOfIt) {
  EXPECT_TRUE(matches("registry.corp/spark:3.*", "registry.corp/spark:3.5"));
  EXPECT_TRUE(matches("registry.corp/spark:3.*", "registry.corp/spark:3.5@" + kDigest));
  EXPECT_FALSE(matches("registry.corp/spark:3.*", "registry.corp/spark:4.0"));
  EXPECT_FALSE(matches("registry.corp/spark:3.*", "registry.corp/spark@" + kDigest));
  EXPECT_TRUE(matches("registry.corp/spark:latest", "registry.corp/spark"));
  EXPECT_TRUE(matches("registry.corp/*@sha256:*", "registry.corp/spark@" + kDigest));
  EXPECT_FALSE(matches("registry.corp/*@sha256:*", "registry.corp/spark:3"));
}

TEST(ImagePattern, WithoutSlashAndWithAStarInFrontIsAnywhere) {
  EXPECT_TRUE(matches("*", "anything.example/at/all:1"));
  EXPECT_TRUE(matches("*spark*", "registry.corp/team/my-spark/x"));
  EXPECT_FALSE(matches("*spark", "registry.corp/team/other"));
}

}  // namespace
}  // namespace sparkgate::decision
