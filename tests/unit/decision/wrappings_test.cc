#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/files.h"
#include "support/world.h"

// Nobody reads our message as we send it: Spark, kubectl and Livy put their own words around it.

namespace sparkgate {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

struct Wrapping {
  const char* name;      // of a file of tests/wrappings
  const char* role;      // of the pod that is refused
  std::size_t times;     // the message is in it
  const char* blames{};  // what it names as the cause, in front of us
};
constexpr Wrapping kWrappings[] = {
    {"spark-submit-3.3.4", "driver", 2, "kubectl auth can-i create pod"},
    {"spark-submit-3.5.9-kubeconfig", "driver", 2, "Forbidden! User jane doesn't have permission."},
    {"spark-submit-3.5.9-in-a-pod", "driver", 2, "Service account may have been revoked."},
    {"spark-submit-4.1.4", "driver", 4, "kubectl auth can-i create pod"},
    {"executor-3.5.9", "executor", 4},
    {"executor-4.1.4", "executor", 4},
    {"kubectl", "driver", 1},
};

constexpr char kUrl[] = "https://platform.example.com/spark";

/// Three rules, the last of which speaks in its author's words and ends in a URL.
PolicySetPointer strict() {
  return policy(R"({rules: [
    {name: approved-registries, images: {allow: ["registry.corp/*"]}},
    {name: memory, resources: {max: {memory: 8Gi}}},
    {name: schedulers, message: "use yunikorn, see https://platform.example.com/spark",
     schedulers: {allow: [yunikorn]}}]})");
}

/// What our answer says of a pod that breaks all of them.
json status_of(const std::string& role) {
  Review review = minimal(role);
  review.set("/spec/containers/0/image", "docker.io/evil/spark:1");
  review.set("/spec/containers/0/resources", {{"limits", {{"memory", "17600Mi"}}}});
  return json::parse(ask(strict(), review).validate_answer)["response"]["status"];
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// As Spark writes them.
std::string causes_of(const json& status) {
  std::string text;
  for (const json& cause : status["details"]["causes"]) {
    text += (text.empty() ? "" : ", ") + std::string("StatusCause(field=") +
            cause["field"].get<std::string>() + ", message=" + cause["message"].get<std::string>() +
            ", reason=" + cause["reason"].get<std::string>() + ", additionalProperties={})";
  }
  return text;
}

std::string wrapped(const Wrapping& wrapping, const json& status) {
  const auto text = read_file(
      SPARKGATE_SOURCE_DIR "/tests/wrappings/" + std::string(wrapping.name) + ".txt", 65536);
  EXPECT_TRUE(text) << wrapping.name;
  return replaced(replaced(*text, "{causes}", causes_of(status)), "{message}", status["message"]);
}

/// The lines of a text, as Livy's log has an entry for each; without the blanks that they begin
/// with, which whoever shows them may lose.
Lines lines_of(const std::string& text) {
  Lines lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t begin = std::min(text.find_first_not_of(' ', at), end);
    lines.push_back(text.substr(begin, end - begin));
    at = end + 1;
  }
  return lines;
}

std::size_t count(const std::string& text, const std::string& wanted) {
  std::size_t times = 0;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
    ++times;
  return times;
}

TEST(Wrappings, OurMessageIsWholeInEach) {
  for (const Wrapping& one : kWrappings) {
    const json status = status_of(one.role);
    EXPECT_EQ(
        status["message"],
        "policy p refuses this Spark " + std::string(one.role) +
            " in namespace spark-jobs (3 rules; Spark's RBAC hint above is not the cause):\n"
            " approved-registries: spec.containers[0].image \"docker.io/evil/spark:1\" is not "
            "from registry.corp/*\n"
            " memory: spec.containers[0].resources.limits.memory 17600Mi is over 8Gi\n"
            " schedulers: use yunikorn, see https://platform.example.com/spark (sparkgate)");
    EXPECT_EQ(count(wrapped(one, status), status["message"]), one.times) << one.name;
  }
}

TEST(Wrappings, EachViolationHasALineOfItsOwn) {
  for (const Wrapping& one : kWrappings) {
    const json status = status_of(one.role);
    const Lines ours = lines_of(status["message"]), all = lines_of(wrapped(one, status));
    ASSERT_EQ(ours.size(), 4U);
    std::size_t times = 0;
    for (std::size_t i = 0; i + 3 < all.size(); ++i) {
      if (!all[i].ends_with(ours[0])) continue;
      ++times;
      EXPECT_EQ(all[i + 1], ours[1]) << one.name;
      EXPECT_EQ(all[i + 2], ours[2]) << one.name;
      EXPECT_TRUE(all[i + 3].starts_with(ours[3])) << one.name << ": " << all[i + 3];
    }
    EXPECT_EQ(times, one.times) << one.name;
  }
}

TEST(Wrappings, WhatIsBlamedInFrontOfUsIsTakenBackBehindIt) {
  const std::string taken_back = "Spark's RBAC hint above is not the cause";
  for (const Wrapping& one : kWrappings) {
    if (!one.blames) continue;
    const std::string text = wrapped(one, status_of(one.role));
    const std::size_t blamed = text.find(one.blames);
    ASSERT_NE(blamed, std::string::npos) << one.name;
    EXPECT_LT(blamed, text.find(taken_back)) << one.name;
    EXPECT_EQ(count(text, taken_back), one.times) << one.name;
    EXPECT_LT(text.rfind(one.blames), text.rfind(taken_back)) << one.name;
  }
}

TEST(Wrappings, NothingIsGluedToAUrlOfOurs) {
  for (const Wrapping& one : kWrappings) {
    const std::string text = wrapped(one, status_of(one.role));
    EXPECT_EQ(count(text, std::string(kUrl) + " (sparkgate)"), one.times) << one.name;
    EXPECT_EQ(count(text, std::string(kUrl) + "."), 0U) << one.name;
  }
}

/// The longest message that there is.
TEST(Wrappings, ALongMessageKeepsItsLines) {
  const auto set = policy("{rules: [{name: r, images: {allow: [no/*]}}]}");
  Review review = minimal("driver");
  for (int i = 0; i < 20; ++i) {
    review.pod()["spec"]["containers"].push_back(
        {{"name", "c"}, {"image", "docker.io/evil/" + std::string(200, 'x')}});
  }
  const json status = json::parse(ask(set, review).validate_answer)["response"]["status"];
  const std::string message = status["message"];
  EXPECT_LE(message.size(), 2048U);
  for (const Wrapping& one : kWrappings) {
    EXPECT_EQ(count(wrapped(one, status), message), one.times) << one.name;
  }
}

}  // namespace
}  // namespace sparkgate
