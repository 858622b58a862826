#include "replay/owner.h"

#include <gtest/gtest.h>

#include "unit/replay/parsed_json.h"

namespace sparkgate {
namespace {

std::string owner(std::string_view metadata) {
  return replay::owner_of(ParsedJson(R"({"metadata":)" + std::string(metadata) + "}").view());
}

TEST(Owner, IsTheApplicationOfAnOperator) {
  EXPECT_EQ(owner(R"({"labels":{"sparkoperator.k8s.io/app-name":"pi","spark-app-selector":"s"}})"),
            "SparkApplication pi");
  EXPECT_EQ(owner(R"({"labels":{"spark.operator/spark-app-name":"pi"}})"), "SparkApplication pi");
}

TEST(Owner, IsTheApplicationBeforeTheDriver) {
  EXPECT_EQ(owner(R"({"labels":{"spark-app-selector":"spark-1"},)"
                  R"("ownerReferences":[{"kind":"Pod","name":"d","controller":true}]})"),
            "application spark-1");
}

TEST(Owner, IsTheController) {
  EXPECT_EQ(owner(R"({"ownerReferences":[{"kind":"A","name":"a"},)"
                  R"({"kind":"Job","name":"nightly","controller":true}]})"),
            "Job nightly");
  EXPECT_EQ(owner(R"({"ownerReferences":[{"kind":"A","name":"a"}]})"), "A a");
}

TEST(Owner, IsThePodItself) {
  EXPECT_EQ(owner(R"({"name":"p","generateName":"p-"})"), "pod p");
  EXPECT_EQ(owner(R"({"generateName":"p-"})"), "pod p-");
}

}  // namespace
}  // namespace sparkgate
