#include <gtest/gtest.h>

#include "support/world.h"

// What level restricted adds, which versions and which pods its controls spare, and exceptions.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

const std::string kSecurity = "/spec/containers/0/securityContext";
const std::string kPath = "spec.containers[0].securityContext.";

/// A driver that keeps to everything.
Review kept() {
  Review review = minimal("driver");
  review.set("/spec/securityContext", {{"runAsNonRoot", true}});
  review.set(kSecurity, {{"allowPrivilegeEscalation", false},
                         {"capabilities", {{"drop", {"ALL"}}}},
                         {"seccompProfile", {{"type", "RuntimeDefault"}}}});
  return review;
}

/// The messages of a rule with `more` beside `level: restricted`.
Lines about(const Review& review, const std::string& more = "") {
  Lines result;
  const std::string rule = "{level: restricted" + more + "}";
  const auto set = policy("{rules: [{name: r, podSecurity: " + rule + "}]}");
  for (const auto& breach : ask(set, review).violations) result.push_back(breach.message);
  return result;
}

Lines controls(const Review& review, const std::string& more = "") {
  Lines ids;
  for (const std::string& line : about(review, more)) {
    const std::size_t open = line.rfind('(');
    ids.push_back(line.substr(open + 1, line.size() - open - 2));
  }
  return ids;
}

TEST(PodSecurityRestricted, WhatARecordedDriverLacks) {
  Review review = minimal("driver").erase("/spec/securityContext");
  review.pod()["spec"]["containers"][0].erase("securityContext");
  EXPECT_EQ(
      about(review),
      (Lines{kPath + "allowPrivilegeEscalation is missing, must be false "
                     "(allowPrivilegeEscalation)",
             kPath + "capabilities.drop is missing, must be a list with ALL "
                     "(capabilities_restricted)",
             kPath + "runAsNonRoot is missing here and in spec.securityContext, must be true "
                     "(runAsNonRoot)",
             kPath + "seccompProfile.type is missing here and in spec.securityContext, must be "
                     "RuntimeDefault or Localhost (seccompProfile_restricted)"}));
  EXPECT_EQ(about(kept()), Lines{});
}

TEST(PodSecurityRestricted, Capabilities) {
  const json capabilities = {{"drop", {"NET_RAW", "all"}}, {"add", {"NET_BIND_SERVICE", "KILL"}}};
  EXPECT_EQ(about(kept().set(kSecurity + "/capabilities", capabilities)),
            (Lines{kPath + "capabilities.drop is [\"NET_RAW\",\"all\"], must be a list with ALL "
                           "(capabilities_restricted)",
                   kPath + "capabilities.add[1] is \"KILL\", must be NET_BIND_SERVICE "
                           "(capabilities_restricted)"}));
}

TEST(PodSecurityRestricted, AContainerSpeaksForItselfAndThePodForTheRest) {
  EXPECT_EQ(about(kept().set(kSecurity + "/runAsNonRoot", false)),
            Lines{kPath + "runAsNonRoot is false, must be true (runAsNonRoot)"});
  EXPECT_EQ(about(kept().set("/spec/securityContext/runAsNonRoot", false)),
            Lines{"spec.securityContext.runAsNonRoot is false, must be true (runAsNonRoot)"});
  const json pods = {{"runAsNonRoot", nullptr}, {"seccompProfile", {{"type", "Localhost"}}}};
  EXPECT_EQ(about(kept()
                      .set("/spec/securityContext", pods)
                      .set(kSecurity + "/runAsNonRoot", true)
                      .erase(kSecurity + "/seccompProfile")),
            Lines{});
}

TEST(PodSecurityRestricted, RunAsUser) {
  EXPECT_EQ(about(kept().set("/spec/securityContext/runAsUser", 0)),
            Lines{"spec.securityContext.runAsUser is 0, must be another number (runAsUser)"});
  EXPECT_EQ(about(kept().set(kSecurity + "/runAsUser", 0)),
            Lines{kPath + "runAsUser is 0, must be another number (runAsUser)"});
  EXPECT_EQ(about(kept().set(kSecurity + "/runAsUser", 185)), Lines{});
}

TEST(PodSecurityRestricted, KindsOfVolumes) {
  const json volumes = {{{"name", "a"}, {"nfs", {{"server", "s"}, {"path", "/"}}}},
                        {{"name", "b"}, {"projected", json::object()}},
                        {{"name", "c"}, {"hostPath", {{"path", "/"}}}},
                        {{"name", "d"}},
                        {{"name", "e"}, {"brandNew", json::object()}}};
  const std::string allowed =
      " must be configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, "
      "projected or secret (restrictedVolumes)";
  EXPECT_EQ(about(kept().set("/spec/volumes", volumes)),
            (Lines{"spec.volumes[0].nfs" + allowed, "spec.volumes[2].hostPath" + allowed,
                   "spec.volumes[4].brandNew" + allowed}));
}

TEST(PodSecurityRestricted, VersionsBringControls) {
  const Review review = minimal("driver")
                            .set("/spec/securityContext", {{"runAsUser", 0}})
                            .set(kSecurity, {{"procMount", "Unmasked"}});
  const Lines at_first = {"procMount", "runAsNonRoot"};
  EXPECT_EQ(controls(review, ", version: v1.7"), at_first);
  EXPECT_EQ(controls(review, ", version: v1.8"),
            (Lines{"procMount", "allowPrivilegeEscalation", "runAsNonRoot"}));
  EXPECT_EQ(controls(review, ", version: v1.22"),
            (Lines{"procMount", "allowPrivilegeEscalation", "capabilities_restricted",
                   "runAsNonRoot", "seccompProfile_restricted"}));
  const Lines newest = {
      "runAsUser",    "allowPrivilegeEscalation", "capabilities_restricted", "procMount_restricted",
      "runAsNonRoot", "seccompProfile_restricted"};
  EXPECT_EQ(controls(review, ", version: v1.35"), newest);
  EXPECT_EQ(controls(review), newest);
  EXPECT_EQ(controls(review, ", version: v1.999"), newest);
}

TEST(PodSecurityRestricted, WindowsPodsAreSparedSinceV125) {
  const Review review = minimal("driver")
                            .set("/spec/os", {{"name", "windows"}})
                            .set("/spec/securityContext", json::object())
                            .set(kSecurity, json::object());
  EXPECT_EQ(controls(review, ", version: v1.25"), Lines{"runAsNonRoot"});
  EXPECT_EQ(controls(review, ", version: v1.24"),
            (Lines{"allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot",
                   "seccompProfile_restricted"}));
}

TEST(PodSecurityRestricted, PodsInAUserNamespaceAreSparedSinceV135) {
  Review review = kept().set("/spec/hostUsers", false);
  review.set("/spec/securityContext", {{"runAsNonRoot", false}, {"runAsUser", 0}});
  review.set(kSecurity + "/procMount", "Unmasked");
  EXPECT_EQ(controls(review, ", version: v1.34"),
            (Lines{"runAsNonRoot", "runAsUser", "procMount"}));
  EXPECT_EQ(controls(review, ", version: v1.35"), Lines{"procMount_restricted"});
  EXPECT_EQ(controls(review.set("/spec/hostUsers", true)),
            (Lines{"runAsNonRoot", "runAsUser", "procMount_restricted"}));
}

TEST(PodSecurityRestricted, AnExceptionTakesOneControlAndNoMore) {
  Review review = kept().set(kSecurity + "/seccompProfile/type", "Unconfined");
  review.set("/spec/volumes", {{{"name", "a"}, {"hostPath", {{"path", "/"}}}},
                               {{"name", "b"}, {"nfs", {{"server", "s"}, {"path", "/"}}}}});
  EXPECT_EQ(controls(review),
            (Lines{"restrictedVolumes", "restrictedVolumes", "seccompProfile_restricted"}));
  EXPECT_EQ(controls(review, ", except: [restrictedVolumes, seccompProfile_restricted]"),
            (Lines{"hostPathVolumes", "seccompProfile_baseline"}));
  EXPECT_EQ(controls(review, ", except: [restrictedVolumes, hostPathVolumes]"),
            Lines{"seccompProfile_restricted"});
}

TEST(PodSecurityRestricted, WrongTypesHarmNobodyAndAreRefused) {
  for (const json& odd : {json(nullptr), json("x"), json(7), json::array({nullptr, "x", 7}),
                          json::object({{"a", nullptr}})}) {
    for (const char* place : {"/spec/securityContext", "/spec/containers", "/spec/volumes",
                              "/spec/initContainers", "/metadata/annotations", "/spec/os"}) {
      about(kept().set(place, odd));
      about(kept().set(place, odd), ", version: v1.0");
    }
  }
  const json wrong = {{"privileged", "no"}, {"runAsUser", "0"},    {"procMount", 1},
                      {"runAsNonRoot", 1},  {"seccompProfile", 1}, {"capabilities", 1}};
  EXPECT_EQ(
      controls(kept().set(kSecurity, wrong)),
      (Lines{"privileged", "allowPrivilegeEscalation", "capabilities_restricted",
             "procMount_restricted", "runAsNonRoot", "runAsUser", "seccompProfile_restricted"}));
}

}  // namespace
}  // namespace sparkgate
