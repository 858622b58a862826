#include "decision/rules/ownership.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines about(const std::string& rule, const Review& review, const std::string& match = "{}") {
  const auto set = policy("{match: " + match + ", rules: [{name: r, ownership: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    EXPECT_TRUE(breach.message.starts_with(breach.path)) << breach.message;
    result.push_back(breach.message);
  }
  return result;
}

const Lines kOwnerless{
    "metadata.ownerReferences has no driver as controller; set spark.kubernetes.driver.pod.name"};

/// Created by its driver, through a token bound to the driver's pod.
Review executor() {
  return Review("client-mode-4.1.4-executor-podname");
}

json owner(const char* api_version, const char* kind, const json& controller) {
  return {{"apiVersion", api_version},
          {"kind", kind},
          {"name", "a"},
          {"uid", "u"},
          {"controller", controller}};
}

TEST(RequireOwner, ExecutorsHaveTheirDriver) {
  EXPECT_EQ(about("{requireOwner: true}", executor()), Lines{});
  EXPECT_EQ(about("{requireOwner: true}", Review("client-mode-4.1.4-executor-ownerless")),
            kOwnerless);
  EXPECT_EQ(about("{requireOwner: true}", minimal("driver")), Lines{});
}

TEST(RequireOwner, OnlyAControllerThatEndsWithTheApplication) {
  const auto owned = [](const json& owners) {
    return about("{requireOwner: true}", executor().set("/metadata/ownerReferences", owners));
  };
  EXPECT_EQ(owned(json::array({owner("v1", "ConfigMap", true), owner("v1", "Pod", true)})),
            Lines{});
  for (const json& other :
       {owner("v1", "Node", true), owner("v1", "Pod", false), owner("v1", "Pod", "true"),
        owner("v1", "Pod", {}), owner("evil/v1", "Pod", true), owner("v1", "pod", true),
        owner("v1", "StatefulSet", true), owner("apps/v1", "Deployment", true), json(),
        json("Pod")}) {
    EXPECT_EQ(owned(json::array({other})), kOwnerless) << other;
  }
  EXPECT_EQ(owned(owner("v1", "Pod", true)), kOwnerless);  // no list
  EXPECT_EQ(owned(json::array()), kOwnerless);
}

TEST(RequireOwner, ASetsExecutorsAreCreatedByItsController) {
  const auto created = [](const char* kind, const std::string& user) {
    Review review = executor().set("/metadata/ownerReferences/0", owner("apps/v1", kind, true));
    return about("{requireOwner: true}", review.set_request("/userInfo/username", user));
  };
  const std::string system = "system:serviceaccount:kube-system:";
  EXPECT_EQ(created("StatefulSet", system + "statefulset-controller"), Lines{});
  EXPECT_EQ(created("ReplicaSet", system + "replicaset-controller"), Lines{});
  EXPECT_EQ(created("StatefulSet", "system:kube-controller-manager"), Lines{});
  EXPECT_EQ(created("ReplicaSet", "system:kube-controller-manager"), Lines{});
  for (const std::string& user :
       {std::string("jane"), system + "replicaset-controller", system + "statefulset-controllers",
        system, std::string("system:serviceaccount:spark-jobs:statefulset-controller"),
        std::string("system:serviceaccount:spark-jobs:spark"), std::string()}) {
    EXPECT_EQ(created("StatefulSet", user),
              Lines{"metadata.ownerReferences[0] is StatefulSet \"a\" (uid u), but \"" + user +
                    "\" creates it"});
  }
}

TEST(RequireOwner, AnOwnerIsNotReplacedLater) {
  Review review = executor().update();
  const auto changed = [&](const char* field, const json& value) {
    Review other = review;
    other.set(std::string("/metadata/ownerReferences/0/") + field, value);
    return about("{requireOwner: true}", other.set_request("/userInfo/username", "jane"));
  };
  EXPECT_EQ(changed("blockOwnerDeletion", true), Lines{});
  EXPECT_EQ(changed("name", "x"),
            Lines{"metadata.ownerReferences[0] is Pod \"x\" (uid "
                  "27904f4f-3d39-4d8b-9e90-03ef64f6e549), which was not its owner before"});
  EXPECT_EQ(changed("uid", "x"),
            Lines{"metadata.ownerReferences[0] is Pod \"pyspark-pi-routine-driver\" (uid x), "
                  "which was not its owner before"});
  EXPECT_EQ(changed("controller", false), kOwnerless);
  review.set("/metadata/ownerReferences/0", owner("apps/v1", "StatefulSet", true));
  const auto by = [&](const char* user) {
    return about("{requireOwner: true}", review.set_request("/userInfo/username", user));
  };
  EXPECT_EQ(by("jane").size(), 1U);
  EXPECT_EQ(by("system:serviceaccount:kube-system:statefulset-controller"), Lines{});
  review.update().set("/metadata/labels/x", "y");
  EXPECT_EQ(by("jane"), Lines{});  // a set's executor is changed, its owner stays
}

TEST(RequireOwner, WhoHasNoneMayBeAdoptedByItsDriver) {
  Review review = executor();
  const json driver = review.pod()["metadata"]["ownerReferences"];
  review.erase("/metadata/ownerReferences").update().set("/metadata/ownerReferences", driver);
  EXPECT_EQ(about("{requireOwner: true}", review), Lines{});
  review.set_request("/userInfo/username", "jane");
  EXPECT_EQ(about("{requireOwner: true}", review).size(), 1U);
}

TEST(RequireOwner, WhoBecomesAnExecutorIsJudgedLikeANewOne) {
  Review review = executor().set("/metadata/labels/spark-role", "worker");
  review.update().set("/metadata/labels/spark-role", "executor");
  EXPECT_EQ(about("{requireOwner: true}", review), Lines{});
  review.set("/metadata/ownerReferences/0", owner("apps/v1", "ReplicaSet", true));
  review.set_request("/oldObject/metadata/ownerReferences",
                     review.pod()["metadata"]["ownerReferences"]);
  EXPECT_EQ(
      about("{requireOwner: true}", review.set_request("/userInfo/username", "jane")),
      Lines{"metadata.ownerReferences[0] is ReplicaSet \"a\" (uid u), but \"jane\" creates it"});
}

TEST(RequireOwner, AnOwnerIsNotTakenAwayLaterButByKubernetes) {
  Review review = executor().update();
  review.erase("/metadata/ownerReferences");
  const auto by = [&](const char* user) {
    return about("{requireOwner: true}", review.set_request("/userInfo/username", user));
  };
  EXPECT_EQ(by("jane@corp.example"), kOwnerless);
  EXPECT_EQ(by("system:serviceaccount:spark-jobs:spark"), kOwnerless);
  EXPECT_EQ(by("system:serviceaccount:kube-system:generic-garbage-collector"), Lines{});
  EXPECT_EQ(by("system:kube-controller-manager"), Lines{});
  review.set_request("/operation", "CREATE");
  EXPECT_EQ(by("system:serviceaccount:kube-system:generic-garbage-collector"), kOwnerless);
}

TEST(RequireOwner, WhoNeverHadOneIsForgiven) {
  Review review = Review("client-mode-4.1.4-executor-ownerless").update();
  review.set("/metadata/labels/x", "y");
  EXPECT_EQ(about("{requireOwner: true}", review), Lines{});
}

TEST(CreatorIsDriver, ExecutorsComeFromTheirOwnNamespace) {
  EXPECT_EQ(about("{creatorIsDriver: true}", executor()), Lines{});
  EXPECT_EQ(about("{creatorIsDriver: true}", Review("spark-submit-3.5.9-executor")), Lines{});
  EXPECT_EQ(about("{creatorIsDriver: true}", Review("client-mode-4.1.4-executor-ownerless")),
            Lines{});
  EXPECT_EQ(about("{creatorIsDriver: true}", minimal("driver")), Lines{});  // sent by jane
  for (const char* user :
       {"jane", "", "system:serviceaccount:evil:spark", "system:serviceaccount:spark-jobs",
        "system:serviceaccount:spark-jobs:", "system:serviceaccount:spark-jobs:a:b",
        "SYSTEM:serviceaccount:spark-jobs:spark", "xsystem:serviceaccount:spark-jobs:spark",
        "system:serviceaccount:kube-system:statefulset-controller"}) {
    EXPECT_EQ(about("{creatorIsDriver: true}", executor().set_request("/userInfo/username", user)),
              Lines{"userInfo.username \"" + std::string(user) +
                    "\" is not a service account of namespace spark-jobs, as a driver's is"});
  }
}

TEST(CreatorIsDriver, TheOwnerIsThePodThatCreates) {
  const std::string real =
      "pod \"pyspark-pi-routine-driver\" (uid "
      "27904f4f-3d39-4d8b-9e90-03ef64f6e549)";
  Review other = executor().set("/metadata/ownerReferences/0/uid", "another");
  EXPECT_EQ(about("{creatorIsDriver: true}", other),
            Lines{"metadata.ownerReferences[0] is pod \"pyspark-pi-routine-driver\" (uid another), "
                  "but " +
                  real + " creates it"});
  Review foreign = executor();
  foreign.pod()["metadata"]["ownerReferences"].push_back(owner("v1", "Pod", false));
  EXPECT_EQ(about("{creatorIsDriver: true}", foreign),
            Lines{"metadata.ownerReferences[1] is pod \"a\" (uid u), but " + real + " creates it"});
  Review operators = executor();
  operators.pod()["metadata"]["ownerReferences"].push_back(
      owner("sparkoperator.k8s.io/v1beta2", "SparkApplication", false));
  EXPECT_EQ(about("{creatorIsDriver: true}", operators), Lines{});
}

TEST(CreatorIsDriver, AnUnboundTokenTellsOnlyItsAccount) {
  EXPECT_EQ(
      about("{creatorIsDriver: true}", Review("client-mode-4.1.4-executor-ownerless-unbound")),
      Lines{});
  Review unbound = executor().set_request("/userInfo/extra", json::object());
  EXPECT_EQ(about("{creatorIsDriver: true}", unbound), Lines{});
}

TEST(CreatorIsDriver, AnOddTokenTellsNothing) {
  const Lines odd{"userInfo.extra names no pod that could have created this executor"};
  const std::string name = "/userInfo/extra/authentication.kubernetes.io~1pod-name";
  for (const json& value : {json("a"), json::array(), json::array({"a", "b"}), json::array({""}),
                            json::array({7}), json::array({"Not A Pod"})}) {
    EXPECT_EQ(about("{creatorIsDriver: true}", executor().set_request(name, value)), odd) << value;
  }
  EXPECT_EQ(about("{creatorIsDriver: true}", executor().set_request("/userInfo/extra", "x")), odd);
}

TEST(CreatorIsDriver, LaterChangesAreAnybodys) {
  Review review = executor().update();
  review.set("/metadata/labels/x", "y").set_request("/userInfo/username", "system:kube-scheduler");
  EXPECT_EQ(about("{creatorIsDriver: true}", review), Lines{});
  EXPECT_EQ(about("{creatorIsDriver: true}", review.set_request("/oldObject", {})), Lines{});
}

TEST(KeepRole, IsNeitherTakenOffNorChanged) {
  const std::string rule = "{keepRole: true}";
  EXPECT_EQ(about(rule, Review("client-mode-4.1.4-executor-update-unlabel")),
            Lines{"metadata.labels.spark-role was \"executor\" and has to stay that"});
  Review review = executor().update();
  EXPECT_EQ(about(rule, review.set("/metadata/labels/team", "a")), Lines{});
  EXPECT_EQ(about(rule, review.set("/metadata/labels/spark-role", "driver")),
            Lines{"metadata.labels.spark-role \"driver\" was \"executor\" and has to stay that"});
  for (const json& other : {json(""), json(), json(7), json("Executor"), json("executor ")}) {
    EXPECT_EQ(about(rule, review.set("/metadata/labels/spark-role", other)).size(), 1U) << other;
  }
  EXPECT_EQ(about(rule, review.set("/metadata/labels", json())).size(), 1U);
  EXPECT_EQ(about(rule, review.set("/metadata", "x")).size(), 1U);
}

TEST(KeepRole, HoldsInAnyRoleOfTheRule) {
  const auto set = [](const char* roles) {
    return policy("{rules: [{name: r, roles: [" + std::string(roles) +
                  "], ownership: {keepRole: true}}]}");
  };
  Review promoted = executor().update();
  promoted.set("/metadata/labels/spark-role", "driver");
  EXPECT_FALSE(ask(set("executor"), promoted).allowed);
  EXPECT_FALSE(ask(set("driver"), promoted).allowed);
  EXPECT_EQ(ask(set("driver, executor"), promoted).violations.size(), 1U);
}

TEST(KeepRole, OfOurOwnLabelToo) {
  const std::string rule = "{keepRole: true}";
  Review review = minimal("driver");
  review.erase("/metadata/labels/spark-role").set("/metadata/labels/sparkgate.dev~1role", "driver");
  review.update();
  EXPECT_EQ(about(rule, review), Lines{});
  Review both = review;
  EXPECT_EQ(about(rule, both.set("/metadata/labels/spark-role", "driver")), Lines{});
  EXPECT_EQ(about(rule, both.set("/metadata/labels/spark-role", "worker")),
            Lines{"metadata.labels.spark-role \"worker\" was \"driver\" and has to stay that"});
  EXPECT_EQ(about(rule, review.erase("/metadata/labels/sparkgate.dev~1role")),
            Lines{"metadata.labels.sparkgate.dev/role was \"driver\" and has to stay that"});
}

TEST(KeepRole, SpeaksOfChangesOnly) {
  EXPECT_EQ(about("{keepRole: true}", executor()), Lines{});
  Review adopted = executor().update();
  adopted.set_request("/oldObject/metadata/labels", json::object());
  EXPECT_EQ(about("{keepRole: true}", adopted), Lines{});  // a role is given, none is taken
}

}  // namespace
}  // namespace sparkgate
