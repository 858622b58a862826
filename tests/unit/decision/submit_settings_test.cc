#include "decision/submit_settings.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "decision/shell_words.h"
#include "support/parsed.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

std::optional<Settings> of(const json& container) {
  const Parsed parsed(container.dump());
  return submit_settings(parsed.view());
}

/// Settings of a container with these arguments.
std::optional<Settings> given(const Words& args) {
  return of({{"args", args}});
}

/// Settings of the container of `sh -c LINE`.
std::optional<Settings> of_line(const std::string& line) {
  return of({{"command", {"/bin/bash", "-c"}}, {"args", {line}}});
}

TEST(ShellWords, AreThoseOfAShell) {
  EXPECT_EQ(shell_words(" a  'b c'\t\"d \\\"e\\\" \\f\" g\\ h '' i'j'\"k\" \\\n l"),
            (Words{"a", "b c", "d \"e\" \\f", "g h", "", "ijk", "l"}));
  EXPECT_EQ(shell_words("a;b && c\nd | (e)"),
            (Words{"a", "\n", "b", "\n", "\n", "c", "\n", "d", "\n", "\n", "e", "\n"}));
  EXPECT_EQ(shell_words("a=$(B C) $D \"$(E)\" $(F"), (Words{"a=$(B C)", "$D", "$(E)", "$(F"}));
  for (const char* open : {"'a", "\"a", "a\\", "\"a\\"}) {
    EXPECT_EQ(shell_words(open).size(), 1U) << open;
  }
}

TEST(SubmitSettings, AreReadInEverySpelling) {
  EXPECT_EQ(
      given({"/opt/spark/bin/spark-submit", "--master", "k8s://a", "--conf", "b=c", "-c",
             "d=", "--conf=e=f=g", "--verbose", "--deploy-mode=client", "--name", "n", "app.py"}),
      (Settings{{"--master", "k8s://a"},
                {"--deploy-mode", "client"},
                {"b", "c"},
                {"d", ""},
                {"e", "f=g"}}));
}

TEST(SubmitSettings, TheLastOfANameCounts) {
  EXPECT_EQ(given({"spark-submit", "--conf", "a=1", "--conf", "a=2", "app.py"}),
            (Settings{{"a", "2"}}));
}

TEST(SubmitSettings, WhatIsOfTheApplicationIsNotOfSpark) {
  EXPECT_EQ(given({"spark-submit", "--conf", "a=1", "app.py", "--conf", "b=2"}),
            (Settings{{"a", "1"}}));
  EXPECT_EQ(given({"run-example", "SparkPi", "--conf", "b=2"}), Settings());
  EXPECT_EQ(given({"python", "app.py", "--conf", "b=2"}), Settings());
  EXPECT_EQ(given({"spark-submit", "--name", "--conf", "b=2", "--conf", "c=3"}), Settings());
  EXPECT_EQ(given({"spark-submit", "--conf b=2", "app.py"}), Settings());
}

TEST(SubmitSettings, ShellsAndServersMixThem) {
  EXPECT_EQ(given({"spark-sql", "-e", "select 1", "--conf", "a=1"}), (Settings{{"a", "1"}}));
  EXPECT_EQ(given({"start-thriftserver.sh", "--hiveconf", "x=y", "-c", "a=1"}),
            (Settings{{"a", "1"}}));
}

TEST(SubmitSettings, TheImagesEntrypointStartsSparkSubmit) {
  EXPECT_EQ(given({"driver", "--conf", "a=1", "local:///app.jar"}), (Settings{{"a", "1"}}));
  EXPECT_EQ(given({"run", "driver", "--conf", "a=1"}), Settings());
}

TEST(SubmitSettings, OfAShellLine) {
  EXPECT_EQ(
      of_line("cd /a && exec $SPARK_HOME/bin/spark-submit \\\n --conf \"a=b c\" --conf 'd=$E' "
              "--conf f=g; echo --conf h=i"),
      (Settings{{"a", "b c"}, {"d", "$E"}, {"f", "g"}}));
  EXPECT_EQ(of_line("spark-submit --master k8s://https://$(HOST):443 --conf a=1 app.py"),
            (Settings{{"--master", "k8s://https://$(HOST):443"}, {"a", "1"}}));
}

TEST(SubmitSettings, NothingIsGuessed) {
  EXPECT_EQ(of_line("spark-submit --conf a=1 $MORE app.py"), std::nullopt);
  EXPECT_EQ(of_line("spark-submit --conf a=1 `cat more` app.py"), std::nullopt);
  EXPECT_EQ(of_line("spark-submit --conf a=1 b.py || spark-submit --conf a=2 b.py"), std::nullopt);
  EXPECT_EQ(given({"spark-submit", "--conf", "a=1", "--conf", "$(MORE)", "b.py"}), std::nullopt);
  EXPECT_EQ(given({"spark-submit", "--conf", "a=1", "$(APPLICATION)"}), (Settings{{"a", "1"}}));
}

TEST(SubmitSettings, OfTheEnvironmentWhereTheCommandStartsNoSpark) {
  const json notebook = {
      {"args", {"start-notebook.sh"}},
      {"env",
       {{{"name", "PYSPARK_SUBMIT_ARGS"}, {"value", "--conf a=1 pyspark-shell"}},
        {{"name", "PYSPARK_SUBMIT_ARGS"}, {"value", "--conf 'a=2' pyspark-shell --conf a=3"}}}}};
  EXPECT_EQ(of(notebook), (Settings{{"a", "2"}}));
  json submitted = notebook;
  submitted["command"] = {"spark-submit", "--conf", "b=1"};
  EXPECT_EQ(of(submitted), (Settings{{"b", "1"}}));
}

TEST(SubmitSettings, OfHostileContainers) {
  EXPECT_EQ(of(nullptr), Settings());
  EXPECT_EQ(of({{"args", "spark-submit --conf a=1"}}), Settings());
  EXPECT_EQ(of({{"args", {"spark-submit", "--conf", 7, nullptr, "--conf", "a=1"}}}), Settings());
  EXPECT_EQ(given({"spark-submit", "--conf"}), Settings());
}

TEST(SubmitSettings, AHundredThousandArguments) {
  Words args = {"spark-submit"};
  for (int i = 0; i < 100000; ++i) {
    args.insert(args.end(), {"--conf", "a=" + std::to_string(i), "--conf=b" + std::to_string(i)});
  }
  EXPECT_EQ(given(args), (Settings{{"a", "99999"}}));
  EXPECT_EQ(given(Words(100000, "\"(' \\")), Settings());
  EXPECT_EQ(of_line("spark-submit " + std::string(1000000, '(')), Settings());
  EXPECT_EQ(of_line("spark-sql " + std::string(1000000, '$') + "("), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::decision
