#include "decision/adopt.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

constexpr char kAdopt[] = "{ownerReferences: {executors: adopt}}";
constexpr char kOwners[] =
    R"(add /metadata/ownerReferences [{"apiVersion":"v1","controller":true,"kind":"Pod",)"
    R"("name":"pyspark-pi-nolabels-driver","uid":"a5da530d-4f76-43ce-b70a-b51f61513f49"}])";
constexpr char kCreator[] =
    "pod pyspark-pi-nolabels-driver (uid a5da530d-4f76-43ce-b70a-b51f61513f49), which created it";
constexpr char kNameKey[] = "/userInfo/extra/authentication.kubernetes.io~1pod-name";
constexpr char kUidKey[] = "/userInfo/extra/authentication.kubernetes.io~1pod-uid";

/// Made by a client-mode driver whose pod Spark does not know; the token is bound to that pod.
Review ownerless() {
  return Review("client-mode-4.1.4-executor-ownerless");
}

/// What is said of the owner when nothing is changed; else the first operation.
std::string refusal(const Review& review) {
  const cli::Examined examined = ask(policy(kAdopt), review);
  return examined.patch.empty() ? examined.owner : lines(examined.patch).front();
}

std::string refused_with_extra(const json& extra) {
  return refusal(ownerless().set_request("/userInfo/extra", extra));
}

TEST(Adoption, GivesAnExecutorThePodThatCreatedIt) {
  const auto set = policy(kAdopt);
  for (const char* recording :
       {"client-mode-3.5.9-executor-ownerless", "client-mode-3.5.9-executor-ownerless-2",
        "client-mode-4.1.4-executor-ownerless", "client-mode-4.1.4-executor-ownerless-2"}) {
    const cli::Examined examined = ask(set, Review(recording));
    EXPECT_EQ(lines(examined.patch),
              (Lines{kOwners, R"(add /metadata/annotations {"sparkgate.dev/applied":"p@)" +
                                  set->fingerprint() + R"("})"}))
        << recording;
    EXPECT_EQ(examined.owner, kCreator) << recording;
    EXPECT_EQ(examined.provenance.at(0).policy, "p");
    EXPECT_EQ(examined.provenance.at(0).line, 1);
  }
}

TEST(Adoption, OfAnEmptyOrNullListReplacesIt) {
  for (const json& empty : {json::array(), json()}) {
    const Review review = ownerless().set("/metadata/ownerReferences", empty);
    EXPECT_EQ(changes(policy(kAdopt), review), Lines{kOwners});
    EXPECT_EQ(ask(policy(kAdopt), review).after["metadata"]["ownerReferences"].size(), 1U);
  }
}

TEST(Adoption, SaysTheSameAboutItsOwnOutput) {
  const cli::Examined again = ask_again(policy(kAdopt), ownerless());
  EXPECT_EQ(again.patch.size(), 0U);
  EXPECT_EQ(again.owner, kCreator);
  // as the API server stored what we added once, and where Spark did it itself
  EXPECT_EQ(refusal(Review("client-mode-4.1.4-executor-adopted-validate")), kCreator);
  EXPECT_EQ(refusal(Review("client-mode-3.5.9-executor-podname")),
            "pod pyspark-pi-routine-driver (uid 27904f4f-3d39-4d8b-9e90-03ef64f6e549), which "
            "created it");
  EXPECT_EQ(refusal(ownerless().set("/metadata/ownerReferences",
                                    {{{"kind", "Job"}, {"name", "a"}},
                                     {{"kind", "Pod"},
                                      {"apiVersion", "v1"},
                                      {"name", "pyspark-pi-nolabels-driver"},
                                      {"uid", "a5da530d-4f76-43ce-b70a-b51f61513f49"}}})),
            kCreator);
}

TEST(Adoption, NeverGivesASecondOwner) {
  const auto refused = [](const char* recording) { return refusal(Review(recording)); };
  constexpr char kKept[] = "kept: there is one already";
  EXPECT_EQ(refused("spark-submit-4.1.4-executor"),
            "pod spark-pi-bcb53ba1fcc988eb-driver (uid 516e8360-e008-4ca4-8df9-795fa0511fec), "
            "which created it");
  const json set_of_pods = {{{"kind", "StatefulSet"}, {"name", "s"}, {"uid", "u"}}};
  EXPECT_EQ(refusal(ownerless().set("/metadata/ownerReferences", set_of_pods)), kKept);
  EXPECT_EQ(refusal(Review("client-mode-4.1.4-executor-ownerless-unbound")
                        .set("/metadata/ownerReferences", set_of_pods)),
            kKept);
  for (const json& no_list : {json("x"), json(7), json::object(), json(true), json::array({7})}) {
    EXPECT_EQ(refusal(ownerless().set("/metadata/ownerReferences", no_list)), kKept) << no_list;
  }
}

TEST(Adoption, NeedsATokenThatIsBoundToAPod) {
  constexpr char kUnbound[] = "none: the caller's token is bound to no pod";
  EXPECT_EQ(refusal(Review("client-mode-3.5.9-executor-ownerless-unbound")), kUnbound);
  EXPECT_EQ(refusal(Review("client-mode-4.1.4-executor-ownerless-unbound")), kUnbound);
  for (const json& nothing : {json(), json::object(), json{{"scopes", {"a"}}}}) {
    EXPECT_EQ(refused_with_extra(nothing), kUnbound) << nothing;
  }
}

TEST(Adoption, NeedsAServiceAccountOfThePodsNamespace) {
  constexpr char kNone[] = "none: the caller is no service account";
  constexpr char kOther[] = "none: the caller is a service account of another namespace";
  const auto by = [](const char* user) {
    return refusal(ownerless().set_request("/userInfo/username", user));
  };
  for (const char* user :
       {"", "jane@corp.example", "system:serviceaccount:spark-jobs", "system:serviceaccount::spark",
        "system:serviceaccount:spark-jobs:", "system:serviceaccount:spark-jobs:a:b",
        "xsystem:serviceaccount:spark-jobs:spark", "system:serviceaccount:spark-jobs:Spark",
        "system:node:spark-jobs"}) {
    EXPECT_EQ(by(user), kNone) << user;
  }
  EXPECT_EQ(by("system:serviceaccount:spark:spark"), kOther);
  EXPECT_EQ(by("system:serviceaccount:spark-jobs2:spark"), kOther);
  EXPECT_EQ(refusal(ownerless().set_request("/namespace", "lab")), kOther);
  EXPECT_EQ(refusal(ownerless().set_request("/userInfo", json())), kNone);
  EXPECT_EQ(by("system:serviceaccount:spark-jobs:other.account"), kOwners);
}

TEST(Adoption, TakesNoNameThatAPodCannotHave) {
  constexpr char kMalformed[] = "none: the name or uid of the caller's pod is malformed";
  const json no_lists_of_one_string[] = {"a",
                                         7,
                                         json(),
                                         json::object(),
                                         json::array(),
                                         {"a", "b"},
                                         json::array({7}),
                                         json::array({json::array({"a"})}),
                                         json::array({json()})};
  for (const json& value : no_lists_of_one_string) {
    EXPECT_EQ(refusal(ownerless().set_request(kNameKey, value)), kMalformed) << value;
    EXPECT_EQ(refusal(ownerless().set_request(kUidKey, value)), kMalformed) << value;
  }
  for (const std::string name :
       {"", "A", "a/b", "a b", "-a", "a-", ".a", "a.", "a..b", "a.-b", "ä", "a\"b", "a\nb"}) {
    EXPECT_EQ(refusal(ownerless().set_request(kNameKey, {name})), kMalformed) << name;
  }
  for (const std::string uid : {"", "a b", "a\"}", "a/b", "ä"}) {
    EXPECT_EQ(refusal(ownerless().set_request(kUidKey, {uid})), kMalformed) << uid;
  }
  EXPECT_EQ(refusal(ownerless().set_request(kNameKey, {std::string(254, 'a')})), kMalformed);
  EXPECT_EQ(refusal(ownerless().set_request(kUidKey, {std::string(129, 'a')})), kMalformed);
  for (const json& extra : {json("x"), json::array({"x"}), json(7)}) {
    EXPECT_EQ(refused_with_extra(extra), kMalformed) << extra;
  }
}

TEST(Adoption, IsForNewExecutorsOnly) {
  const Review driver = Review("spark-submit-4.1.4-driver")
                            .set_request("/userInfo", ownerless().json()["request"]["userInfo"]);
  EXPECT_EQ(refusal(driver), "");
  EXPECT_EQ(refusal(ownerless().update()), "");
  EXPECT_EQ(refusal(ownerless().set_request("/subResource", "resize")), "");
  EXPECT_EQ(ask(policy("{match: {namespaces: [other]}, ownerReferences: {executors: adopt}}"),
                ownerless())
                .owner,
            "");
  EXPECT_EQ(ask(policy("{overrides: {both: {spec: {hostname: h}}}}"), ownerless()).owner, "");
}

TEST(Adoption, InModeAuditIsOnlyRecorded) {
  const auto set = policy("{mode: audit, ownerReferences: {executors: adopt}}");
  const cli::Examined examined = ask(set, ownerless());
  EXPECT_EQ(examined.patch.size(), 0U);
  EXPECT_EQ(lines(examined.audited_patch), Lines{kOwners});
  EXPECT_EQ(examined.owner,
            "none: a policy in mode audit would make it pod pyspark-pi-nolabels-driver (uid "
            "a5da530d-4f76-43ce-b70a-b51f61513f49)");
  EXPECT_EQ(ask(set, Review("client-mode-4.1.4-executor-adopted-validate")).owner, kCreator);
}

TEST(Adoption, IsEnforcedWhenOneOfTwoPoliciesOnlyAudits) {
  const auto set = policies(R"(
{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: audits},
 spec: {priority: 9, mode: audit, ownerReferences: {executors: adopt}}}
---
{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: enforces},
 spec: {ownerReferences: {executors: adopt}}}
)");
  const cli::Examined examined = ask(set, ownerless());
  EXPECT_EQ(examined.owner, kCreator);
  EXPECT_EQ(examined.provenance.at(0).policy, "enforces");
  EXPECT_EQ(examined.audited_patch, json());
  EXPECT_EQ(examined.after["metadata"]["annotations"]["sparkgate.dev/applied"],
            "enforces@" + set->fingerprint());
}

TEST(Adoption, GoesWithEverythingElseInOnePatch) {
  const auto set = policy(
      "{ownerReferences: {executors: adopt}, overrides: {both: {metadata: {labels: {a: b}}}}}");
  EXPECT_EQ(changes(set, ownerless()), (Lines{R"(add /metadata/labels/a "b")", kOwners}));
}

}  // namespace
}  // namespace sparkgate
