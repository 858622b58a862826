#include <gtest/gtest.h>

#include "support/outcome.h"

// Annotations that Kubernetes reads: AppArmor's, and how much all of them are.

namespace sparkgate {
namespace {

using nlohmann::json;

const std::string kKey = "container.apparmor.security.beta.kubernetes.io/";
const std::string kSpark = kKey + "spark-kubernetes-driver";

Lines annotated(const std::string& annotations, const std::string& spec, const Review& review) {
  return outcome(policy("overrides: {driver: {metadata: {annotations: {" + annotations +
                        "}}, spec: {" + spec + "}}}"),
                 review);
}

TEST(GuardAnnotations, AppArmorIsOfAContainerThatIsThere) {
  EXPECT_EQ(annotated(kKey + "other: unconfined", "", minimal("driver")),
            Lines{"- the pod has no container called other"});
  EXPECT_EQ(annotated(kKey + "side: unconfined", "containers: [{name: side, image: i}]",
                      minimal("driver")),
            (Lines{R"(add /metadata/annotations {"container.apparmor.security.beta.kubernetes.io/)"
                   R"(side":"unconfined"})",
                   R"(add /spec/containers/- {"image":"i","name":"side"})"}));
}

TEST(GuardAnnotations, FieldAndAnnotationSayTheSame) {
  Review review = minimal("driver");
  const std::string profile = "securityContext: {appArmorProfile: {type: RuntimeDefault}}";
  EXPECT_EQ(annotated(kSpark + ": localhost/a", profile, review).back(),
            "- the container spark-kubernetes-driver has another AppArmor profile by field than by "
            "annotation");
  EXPECT_EQ(annotated(kSpark + ": runtime/default", profile, review).size(), 2);
  review.set("/metadata/annotations", json{{kSpark, "unconfined"}});
  EXPECT_EQ(annotated("", profile, review),
            Lines{"- the container spark-kubernetes-driver has another AppArmor profile by field "
                  "than by annotation"});
}

TEST(GuardAnnotations, TheContainersOwnProfileCounts) {
  Review review = minimal("driver");
  review.set("/spec/securityContext",
             json::parse(R"({"appArmorProfile": {"type": "Unconfined"}})"));
  const std::string own =
      "containers: [{name: $spark, securityContext: {appArmorProfile: {type: Localhost, "
      "localhostProfile: a}}}]";
  EXPECT_EQ(annotated(kSpark + ": localhost/a", own, review).size(), 2);
  EXPECT_EQ(annotated(kSpark + ": localhost/a", "", review).size(), 1);
}

TEST(GuardAnnotations, EachContainerIsHeldAgainstItsOwn) {
  Review review = minimal("driver");
  review.pod()["spec"]["containers"].push_back({{"name", "side"}, {"image", "i"}});
  review.set("/metadata/annotations",
             json{{kKey + "side", "runtime/default"}, {kSpark, "unconfined"}});
  const std::string profile = "securityContext: {appArmorProfile: {type: RuntimeDefault}}";
  EXPECT_EQ(annotated("", "containers: [{name: side, " + profile + "}]", review),
            Lines{R"(add /spec/containers/1/securityContext {"appArmorProfile":{"type":)"
                  R"("RuntimeDefault"}})"});
  EXPECT_EQ(annotated("", "containers: [{name: $spark, " + profile + "}]", review),
            Lines{"- the container spark-kubernetes-driver has another AppArmor profile by field "
                  "than by annotation"});
}

TEST(GuardAnnotations, AnAnnotationThatGoesSaysNothing) {
  Review review = minimal("driver");
  review.set("/metadata/annotations", json{{kSpark, "unconfined"}});
  const std::string profile = "securityContext: {appArmorProfile: {type: RuntimeDefault}}";
  EXPECT_EQ(annotated(kSpark + ": null", profile, review),
            (Lines{"remove /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1"
                   "spark-kubernetes-driver",
                   R"(add /spec/securityContext/appArmorProfile {"type":"RuntimeDefault"})"}));
}

TEST(GuardAnnotations, AllOfThemHaveASize) {
  Review review = minimal("driver");
  review.set("/metadata/annotations", json{{"theirs", std::string(250 * 1024, 'x')}});
  EXPECT_EQ(annotated("a: small, b: " + std::string(3000, 'x'), "", review),
            (Lines{R"(add /metadata/annotations/a "small")",
                   "- the annotations of the pod would be over 256 KiB"}));
}

}  // namespace
}  // namespace sparkgate
