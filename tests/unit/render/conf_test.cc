#include <gtest/gtest.h>

#include "render/conf.h"
#include "render/known_confs.h"
#include "render/memory.h"
#include "render/version.h"

namespace sparkgate::render {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(Properties, AreReadAsJavaReadsThem) {
  EXPECT_EQ(read_properties("# spark.no 1\n"
                            "spark.a 1\n"
                            "  spark.b = x = y \r\n"
                            "spark.c: two \\\n   lines\n"
                            "spark.d\\ e \\u\\tz\n"
                            "spark.empty\n"
                            "hadoop.f 1\n"),
            (Pairs{{"spark.a", "1"},
                   {"spark.b", "x = y"},
                   {"spark.c", "two lines"},
                   {"spark.d e", "u\tz"},
                   {"spark.empty", ""}}));
}

TEST(Memory, IsReadAsSparkReadsIt) {
  Account account;
  const auto read = [&](const char* text) { return mebibytes("spark.x", text, account); };
  EXPECT_EQ(read("512m"), 512);
  EXPECT_EQ(read("4G"), 4096);
  EXPECT_EQ(read("2gb"), 2048);
  EXPECT_EQ(read("1t"), 1 << 20);
  EXPECT_EQ(read("1024"), 1024);
  EXPECT_EQ(read("2097152b"), 2);
  EXPECT_EQ(read("1023k"), 0);
  EXPECT_EQ(account.mistakes, std::vector<std::string>());
  for (const char* wrong : {"1.5g", "lots", "", "-1g", "4gi", "9223372036854775807p"}) {
    account.mistakes.clear();
    EXPECT_EQ(read(wrong), 0) << wrong;
    EXPECT_EQ(account.mistakes,
              std::vector<std::string>{"spark.x: '" + std::string(wrong) +
                                       "' is no amount of memory such as 512m or 4g"});
  }
}

/// An application of Spark 4.1 with a few confs.
Application application(const Pairs& confs, Language language = Language::jvm) {
  Application app;
  app.version = *read_version("4.1.4");
  app.language = language;
  for (const auto& [key, value] : confs) app.conf.set(key, value);
  return app;
}

TEST(Overhead, IsATenthAnd384MiBAtLeast) {
  Account account;
  EXPECT_EQ(driver_memory(application({}), account), 1024 + 384);
  EXPECT_EQ(driver_memory(application({{"spark.driver.memory", "8g"}}), account), 8192 + 819);
  EXPECT_EQ(driver_memory(
                application({{"spark.driver.memory", "8g"}, {"spark.driver.memoryOverhead", "1g"}}),
                account),
            8192 + 1024);
  EXPECT_EQ(driver_memory(application({{"spark.driver.minMemoryOverhead", "500m"}}), account),
            1024 + 500);
}

TEST(Overhead, IsMoreForPythonUnlessAFactorIsGiven) {
  Account account;
  EXPECT_EQ(executor_memory(application({}, Language::python), account), 1024 + 409);
  EXPECT_EQ(executor_memory(application({}, Language::r), account), 1024 + 409);
  const Pairs shared = {{"spark.kubernetes.memoryOverheadFactor", "0.5"}};
  EXPECT_EQ(executor_memory(application(shared, Language::python), account), 1024 + 512);
  const Pairs own = {{"spark.executor.memoryOverheadFactor", "1"}};
  EXPECT_EQ(executor_memory(application(own, Language::python), account), 2048);
  EXPECT_EQ(driver_memory(application(own, Language::python), account), 1024 + 409);
  Application client = application({}, Language::python);
  client.cluster_mode = false;  // the driver does not know what it runs
  EXPECT_EQ(executor_memory(client, account), 1024 + 384);
  EXPECT_EQ(account.mistakes, std::vector<std::string>());
}

TEST(ExecutorMemory, HasOffHeapMemoryAndPythonsOwn) {
  Account account;
  const Pairs off_heap = {{"spark.memory.offHeap.enabled", "true"},
                          {"spark.memory.offHeap.size", "104857600"}};
  EXPECT_EQ(executor_memory(application(off_heap), account), 1024 + 384 + 100);
  const Pairs python = {{"spark.executor.pyspark.memory", "512m"}};
  EXPECT_EQ(executor_memory(application(python, Language::python), account), 1024 + 409 + 512);
  EXPECT_EQ(executor_memory(application(python), account), 1024 + 384);
}

TEST(Version, IsReadFromTextsAndImages) {
  EXPECT_EQ(read_version("v3.5")->text, "3.5");
  EXPECT_TRUE(read_version("4.1.4")->at_least(4, 1));
  EXPECT_FALSE(read_version("4.1.4")->at_least(4, 2));
  EXPECT_FALSE(read_version("latest"));
  EXPECT_EQ(version_of_image("registry:5000/spark:3.5.9-scala2.12-java17")->text, "3.5.9");
  EXPECT_FALSE(version_of_image("registry:5000/spark"));
  EXPECT_FALSE(version_of_image("spark:latest"));
}

TEST(UnknownConfs, AreNotedWithTheNearest) {
  Conf conf;
  conf.set("spark.kubernetes.driver.limit.core", "1");
  conf.set("spark.kubernetes.driver.label.anything", "1");
  conf.set("spark.kubernetes.wholly.other", "1");
  conf.set("spark.kubernetes.executor.request.cores", "1");
  conf.set("spark.anything", "1");
  Account account;
  note_unknown_confs(conf, account);
  EXPECT_EQ(account.notes,
            (std::vector<std::string>{
                "Spark does not know spark.kubernetes.driver.limit.core, did you mean "
                "'spark.kubernetes.driver.limit.cores'?",
                "Spark does not know spark.kubernetes.wholly.other"}));
}

}  // namespace
}  // namespace sparkgate::render
