#include <gtest/gtest.h>

#include "policytest/mismatch.h"

namespace sparkgate::policytest {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

/// Mismatches as "path|pointer|wanted|got"; the Spark container is `main`.
Lines compared(const char* wanted, const char* pod) {
  std::vector<Mismatch> mismatches;
  compare_pods(json::parse(wanted), json::parse(pod), "main", mismatches);
  Lines lines;
  for (const Mismatch& one : mismatches) {
    lines.push_back(one.what + "|" + one.pointer + "|" + one.wanted.dump() + "|" +
                    (one.got ? one.got->dump() : "-"));
  }
  return lines;
}

/// The same inside of `spec`, and only the values.
Lines in_spec(const std::string& wanted, const std::string& spec) {
  Lines lines =
      compared(("{\"spec\":" + wanted + "}").c_str(), ("{\"spec\":" + spec + "}").c_str());
  for (std::string& line : lines) line = line.substr(line.find('|', line.find('|') + 1) + 1);
  return lines;
}

TEST(ComparePods, OnlyWhatIsNamedMatters) {
  EXPECT_EQ(compared("{}", R"({"a":1})"), Lines{});
  EXPECT_EQ(in_spec(R"({"priority":1})", R"({"priority":1,"x":2})"), Lines{});
  EXPECT_EQ(compared(R"({"spec":{"priority":1,"nodeSelector":{"a/b":"c"}}})",
                     R"({"spec":{"priority":2,"nodeSelector":{}}})"),
            (Lines{"spec.nodeSelector.a/b|/spec/nodeSelector/a~1b|\"c\"|-",
                   "spec.priority|/spec/priority|1|2"}));
  EXPECT_EQ(in_spec(R"({"nodeSelector":{}})", "{}"), Lines{"{}|-"});
  EXPECT_EQ(in_spec(R"({"hostname":"1"})", R"({"hostname":1})"), Lines{"\"1\"|1"});
}

TEST(ComparePods, NullIsWhatIsNotThere) {
  EXPECT_EQ(in_spec(R"({"priority":null,"x":null})", R"({"x":null})"), Lines{});
  EXPECT_EQ(in_spec(R"({"priority":null})", R"({"priority":0})"), Lines{"null|0"});
}

TEST(ComparePods, ItemsAreFoundByTheirKeys) {
  const std::string pod = R"({"containers":[{"name":"a","image":"x"},{"name":"b","image":"y"}]})";
  EXPECT_EQ(in_spec(R"({"containers":[{"name":"b","image":"y"},{"name":"a"}]})", pod), Lines{});
  EXPECT_EQ(compared(R"({"spec":{"containers":[{"name":"b","image":"z"}]}})",
                     ("{\"spec\":" + pod + "}").c_str()),
            Lines{"spec.containers[1].image|/spec/containers/1/image|\"z\"|\"y\""});
  EXPECT_EQ(in_spec(R"({"containers":[{"name":"c"}]})", pod),
            Lines{R"([{"name":"c"}]|[{"name":"a"},{"name":"b"}])"});
  EXPECT_EQ(in_spec(R"({"containers":[]})", pod).size(), 1U);
  EXPECT_EQ(in_spec(R"({"containers":[]})", "{}"), Lines{});
}

TEST(ComparePods, TwoKeysAndAKeyThatIsFilledIn) {
  const std::string pod =
      R"({"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"UDP","name":"u"},
          {"containerPort":53,"protocol":"TCP","name":"t"}]}]})";
  const auto ports = [&](const std::string& port) {
    return in_spec(R"({"containers":[{"name":"a","ports":[)" + port + "]}]}", pod);
  };
  EXPECT_EQ(ports(R"({"containerPort":53,"name":"t"})"), Lines{});
  EXPECT_EQ(ports(R"({"containerPort":53,"protocol":"UDP","name":"t"})"), Lines{R"("t"|"u")"});
}

TEST(ComparePods, TheSparkContainer) {
  const std::string pod = R"({"containers":[{"name":"main","image":"x"}]})";
  EXPECT_EQ(in_spec(R"({"containers":[{"name":"$spark","image":"x"}]})", pod), Lines{});
  EXPECT_EQ(in_spec(R"({"containers":[{"name":"$spark","image":"y"}]})", pod), Lines{R"("y"|"x")"});
}

TEST(ComparePods, SetsHoldWhatIsNamed) {
  const std::string pod = R"({"tolerations":[{"key":"a","effect":"NoSchedule"},{"key":"b"}]})";
  EXPECT_EQ(in_spec(R"({"tolerations":[{"key":"b"},{"key":"a"}]})", pod), Lines{});
  EXPECT_EQ(in_spec(R"({"tolerations":[{"key":"a","effect":null}]})", pod).size(), 1U);
  EXPECT_EQ(in_spec(R"({"tolerations":[]})", pod).size(), 1U);
}

TEST(ComparePods, OtherListsAreWhole) {
  const std::string pod = R"({"containers":[{"name":"a","args":["x","y"]}]})";
  const auto args = [&](const std::string& list) {
    return in_spec(R"({"containers":[{"name":"a","args":)" + list + "}]}", pod);
  };
  EXPECT_EQ(args(R"(["x","y"])"), Lines{});
  EXPECT_EQ(args(R"(["x"])"), Lines{R"(["x"]|["x","y"])"});
  EXPECT_EQ(args(R"(["y","x"])"), Lines{R"(["y","x"]|["x","y"])"});
  EXPECT_EQ(in_spec(R"({"newest":[1]})", R"({"newest":[1,2]})"), Lines{"[1]|[1,2]"});
}

TEST(ComparePods, QuantitiesByValue) {
  const auto memory = [](const std::string& wanted, const std::string& got) {
    const auto pod = [](const std::string& amount) {
      return R"({"containers":[{"name":"a","resources":{"limits":{"memory":)" + amount + "}}}]}";
    };
    return in_spec(pod(wanted), pod(got));
  };
  EXPECT_EQ(memory("\"11264Mi\"", "\"11Gi\""), Lines{});
  EXPECT_EQ(memory("2", "\"2\""), Lines{});
  EXPECT_EQ(memory("\"1Gi\"", "\"1G\""), Lines{R"("1Gi"|"1G")"});
}

}  // namespace
}  // namespace sparkgate::policytest
