#include "render/java_options.h"

#include "decision/shell_words.h"
#include "render/names.h"

namespace sparkgate::render {
namespace {

/// What Java 17 and later must open to Spark.
constexpr const char* kOpened[] = {
    "java.base/java.lang",
    "java.base/java.lang.invoke",
    "java.base/java.lang.reflect",
    "java.base/java.io",
    "java.base/java.net",
    "java.base/java.nio",
    "java.base/java.util",
    "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic",
    "java.base/jdk.internal.ref",
    "java.base/sun.nio.ch",
    "java.base/sun.nio.cs",
    "java.base/sun.security.action",
    "java.base/sun.util.calendar",
    "java.security.jgss/sun.security.krb5",
};

/// As 3.5.9, 4.1.4 and 4.3.0 have them; versions between as the one before.
std::vector<std::string> options_of_spark(const Version& version) {
  std::vector<std::string> options = {"-Djava.net.preferIPv6Addresses=false",
                                      "-XX:+IgnoreUnrecognizedVMOptions"};
  const bool newer = version.at_least(4, 1);
  if (newer) options.emplace_back("--add-modules=jdk.incubator.vector");
  for (const char* package : kOpened) {
    options.push_back(std::string("--add-opens=") + package + "=ALL-UNNAMED");
  }
  if (!version.at_least(4, 3)) options.emplace_back("-Djdk.reflect.useDirectMethodHandle=false");
  if (!newer) return options;
  options.insert(options.end(),
                 {"-Dio.netty.tryReflectionSetAccessible=true", "-Dio.netty.allocator.type=pooled",
                  "-Dio.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE"});
  if (version.at_least(4, 3)) options.emplace_back("--sun-misc-unsafe-memory-access=allow");
  options.emplace_back("--enable-native-access=ALL-UNNAMED");
  return options;
}

bool needed_at_start(std::string_view key) {
  if (key == "spark.authenticate.secret") return false;
  if (key.starts_with("spark.ssl.")) return key.find("assword") == key.npos;
  for (const std::string_view prefix :
       {"spark.auth", "spark.rpc", "spark.network", "spark.port."}) {
    if (key.starts_with(prefix)) return true;
  }
  return key.ends_with(".port");
}

}  // namespace

std::vector<std::string> java_options(const Application& app) {
  std::vector<std::string> options = options_of_spark(app.version);
  const std::string extra = app.conf.get({"spark.executor.extraJavaOptions"});
  const std::string line = with_ids(extra, app.conf, "1");
  for (std::string& word : decision::shell_words(line)) {
    if (word != decision::kEndOfCommand) options.push_back(std::move(word));
  }
  Conf conf = app.conf;
  if (app.cluster_mode) {
    conf.set_default("spark.driver.port", "7078");
    conf.set_default("spark.driver.blockManager.port", "7079");
  }
  for (const auto& [key, value] : conf.all()) {
    if (needed_at_start(key)) options.push_back("-D" + key + "=" + value);
  }
  return options;
}

}  // namespace sparkgate::render
