#include "decision/image_reference.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::decision {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

std::string normalised(std::string_view text) {
  const auto image = ImageReference::parse(text);
  return image ? image->text() : "(invalid)";
}

TEST(ImageReference, IsWhatTheNodeWillFetch) {
  EXPECT_EQ(normalised("spark"), "docker.io/library/spark:latest");
  EXPECT_EQ(normalised("spark:3.5"), "docker.io/library/spark:3.5");
  EXPECT_EQ(normalised("apache/spark"), "docker.io/apache/spark:latest");
  EXPECT_EQ(normalised("docker.io/evil"), "docker.io/library/evil:latest");
  EXPECT_EQ(normalised("index.docker.io/apache/spark"), "docker.io/apache/spark:latest");
  EXPECT_EQ(normalised("Docker.IO/apache/spark"), "docker.io/apache/spark:latest");
  EXPECT_EQ(normalised("registry.corp:5000/a/b:1"), "registry.corp:5000/a/b:1");
  EXPECT_EQ(normalised("localhost/spark"), "localhost/spark:latest");
  EXPECT_EQ(normalised("registry/spark"), "docker.io/registry/spark:latest");
  EXPECT_EQ(normalised("[2001:db8::1]:5000/spark"), "[2001:db8::1]:5000/spark:latest");
  EXPECT_EQ(normalised("spark@" + kDigest), "docker.io/library/spark@" + kDigest);
  EXPECT_EQ(normalised("spark:3.5@" + kDigest), "docker.io/library/spark:3.5@" + kDigest);
  EXPECT_EQ(normalised("a/b__c/d-e.f"), "docker.io/a/b__c/d-e.f:latest");
}

TEST(ImageReference, RefusesWhatNoNodeTakes) {
  for (const char* text : {"",
                           " ",
                           "Spark",
                           "registry.corp/Spark",
                           "registry.corp./spark",
                           "registry..corp/spark",
                           "registrу.corp/spark",
                           "a//b",
                           "/spark",
                           "spark:",
                           "spark:tag:tag",
                           "spark@sha256:abc",
                           "spark@",
                           "spark:-x",
                           "registry.corp/",
                           "-a/b.c/d",
                           "a.b:port/c",
                           "a b",
                           "a\nb",
                           "a/b_-c",
                           "a/b..c",
                           "a/___b",
                           "a/b___c",
                           "registry.corp/spark?x"}) {
    EXPECT_EQ(normalised(text), "(invalid)") << text;
  }
  EXPECT_EQ(normalised(std::string_view("spark\0x", 7)), "(invalid)");
  EXPECT_EQ(normalised(std::string(256, 'a')), "(invalid)");
}

TEST(ImagePatterns, AreSpelledOutLikeImages) {
  EXPECT_EQ(normalised_image_pattern("registry.corp/*"), "registry.corp/*");
  EXPECT_EQ(normalised_image_pattern("apache/*"), "docker.io/apache/*");
  EXPECT_EQ(normalised_image_pattern("spark"), "docker.io/library/spark");
  EXPECT_EQ(normalised_image_pattern("spark-*:3.*"), "docker.io/library/spark-*:3.*");
  EXPECT_EQ(normalised_image_pattern("*.corp/spark"), "*.corp/spark");
  EXPECT_EQ(normalised_image_pattern("*"), "*");
  EXPECT_EQ(normalised_image_pattern("*/spark"), "*/spark");
  EXPECT_EQ(normalised_image_pattern("Registry.Corp/a"), "registry.corp/a");
  EXPECT_FALSE(pattern_has_version("registry.corp:5000/a"));
  EXPECT_TRUE(pattern_has_version("registry.corp:5000/a:1"));
  EXPECT_TRUE(pattern_has_version("a@sha256:*"));
}

}  // namespace
}  // namespace sparkgate::decision
