#include "decision/image_reference.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::decision {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

std::string normalised(std::string_view text) {
  const auto image = ImageReference::parse(text);
  if (!image) return "(invalid)";
  return image->registry + "/" + image->path + (image->tag.empty() ? "" : ":" + image->tag) +
         (image->digest.empty() ? "" : "@" + image->digest);
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
                           "[]/a",
                           "[::1.2.3.4]/a",
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
                           "registry.corp/spark?x",
                           "registry_1.corp/spark"}) {
    EXPECT_EQ(normalised(text), "(invalid)") << text;
  }
  EXPECT_EQ(normalised(std::string_view("spark\0x", 7)), "(invalid)");
  EXPECT_EQ(normalised(std::string(64, 'a')), "(invalid)");
  EXPECT_NE(normalised(std::string(63, 'a')), "(invalid)");
  EXPECT_EQ(normalised("a.b/" + std::string(256, 'a')), "(invalid)");
  EXPECT_EQ(normalised(std::string(248, 'a')), "(invalid)");  // with "library/"
  EXPECT_NE(normalised(std::string(247, 'a')), "(invalid)");
}

TEST(ImageReference, DigestsAreThoseThatNodesKnow) {
  const auto with = [](const std::string& algorithm, std::size_t digits, char digit) {
    return normalised("spark@" + algorithm + ":" + std::string(digits, digit)) != "(invalid)";
  };
  EXPECT_TRUE(with("sha256", 64, 'f') && with("sha384", 96, '0') && with("sha512", 128, 'a'));
  EXPECT_FALSE(with("sha256", 63, 'a') || with("sha256", 65, 'a') || with("sha512", 64, 'a'));
  EXPECT_FALSE(with("sha256", 64, 'A') || with("sha256", 64, 'g') || with("SHA256", 64, 'a'));
  EXPECT_FALSE(with("md5", 32, 'a') || with("", 64, 'a') || with("sha1", 0, 'a'));
}

TEST(ImageReference, IdsOfImagesOnTheNode) {
  for (const char* id : {"sha256:0123abcd", "sha512:a", "sha256:x@sha256:y"}) {
    EXPECT_TRUE(is_image_id(id)) << id;
  }
  for (const char* name : {"sha256", "sha256/a:1", "a/sha256:1", "spark:sha256", "sha2566:1"}) {
    EXPECT_FALSE(is_image_id(name)) << name;
  }
}

}  // namespace
}  // namespace sparkgate::decision
