#include "replay/patched_pod.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "decision/patch.h"
#include "unit/replay/parsed_json.h"

namespace sparkgate {
namespace {

const decision::Origin kOrigin{"p", "p.yaml", 1, 1};

std::string patched(const ParsedJson& pod, const decision::Patch& patch) {
  std::string text;
  const ParsedJson operations(patch.json());
  replay::append_patched(text, pod.view(), operations.view());
  EXPECT_EQ(nlohmann::json::parse(text),
            nlohmann::json::parse(decision::patched(pod.view(), patch)));
  return text;
}

TEST(PatchedPod, AddsReplacesAndRemoves) {
  const ParsedJson pod(R"({"a":{"b":1,"c":[1,2,3]},"d":"e\n"})");
  decision::Patch patch;
  patch.add("/a/x~1y~0z", R"({"n":null})", kOrigin);
  patch.add("/a/x~1y~0z/m", "[]", kOrigin);
  patch.add("/a/x~1y~0z/m/-", "7", kOrigin);
  patch.add("/a/c/0", "0", kOrigin);
  patch.replace("/a/c/1", "9", kOrigin);
  patch.remove("/a/c/3", kOrigin);
  patch.add("/a/c/-", "4", kOrigin);
  patch.add("/d", "true", kOrigin);
  patch.remove("/a/b", kOrigin);
  EXPECT_EQ(patched(pod, patch), R"({"a":{"c":[0,9,2,4],"x/y~z":{"n":null,"m":[7]}},"d":true})");
}

TEST(PatchedPod, KeepsEmptyContainersAndNulls) {
  const ParsedJson pod(R"({"a":{},"b":[],"c":null,"d":[{}]})");
  decision::Patch patch;
  patch.add("/a/k", "{}", kOrigin);
  patch.remove("/a/k", kOrigin);
  patch.add("/d/0/e", "1", kOrigin);
  EXPECT_EQ(patched(pod, patch), R"({"a":{},"b":[],"c":null,"d":[{"e":1}]})");
}

TEST(PatchedPod, LeavesOutManagedFields) {
  const ParsedJson pod(
      R"({"metadata":{"managedFields":[{"manager":"m"}],"name":"n"},"managedFields":-1.5})");
  std::string text;
  replay::append_patched(text, pod.view(), decision::View());
  EXPECT_EQ(text, R"({"metadata":{"name":"n"},"managedFields":-1.5})");
}

}  // namespace
}  // namespace sparkgate
