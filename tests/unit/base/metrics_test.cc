#include "base/metrics.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, CountsASeriesPerSetOfLabels) {
  Metrics metrics;
  const Counter denied = metrics.counter("requests_total", "Requests.", {{"verdict", "denied"}});
  const Counter allowed = metrics.counter("requests_total", "Requests.", {{"verdict", "allowed"}});
  denied.add();
  allowed.add(41);
  allowed.add();
  const std::string text = metrics.text();
  EXPECT_TRUE(has_line(text, R"(requests_total{verdict="denied"} 1)"));
  EXPECT_TRUE(has_line(text, R"(requests_total{verdict="allowed"} 42)"));
}

TEST(Metrics, TellsNoMoreWhatIsForgotten) {
  Metrics metrics;
  metrics.gauge("info", "Info.", {{"set", "a"}}).set(1);
  metrics.gauge("info", "Info.", {{"set", "b"}}).set(1);
  metrics.forget_gauge("info", {{"set", "a"}});
  metrics.forget_gauge("info", {{"set", "c"}});
  const std::string text = metrics.text();
  EXPECT_EQ(text.find(R"(set="a")"), std::string::npos);
  EXPECT_EQ(text.find(R"(set="c")"), std::string::npos);
  EXPECT_TRUE(has_line(text, "# HELP info Info."));
  EXPECT_TRUE(has_line(text, R"(info{set="b"} 1)"));
}

TEST(Metrics, KeepsGaugesAndHistograms) {
  Metrics metrics;
  const Gauge connections = metrics.gauge("connections", "Open connections.");
  connections.set(3);
  connections.add(-1);
  const Histogram seconds = metrics.histogram("seconds", "Duration.", {0.1, 1});
  seconds.observe(0.05);
  seconds.observe(0.5);
  const std::string text = metrics.text();
  EXPECT_TRUE(has_line(text, "connections 2"));
  EXPECT_TRUE(has_line(text, R"(seconds_bucket{le="0.1"} 1)"));
  EXPECT_TRUE(has_line(text, R"(seconds_bucket{le="1"} 2)"));
  EXPECT_TRUE(has_line(text, "seconds_count 2"));
}

TEST(Metrics, SpeaksOfTheProcess) {
  const std::string text = Metrics().text();
  for (const char* name : {"process_cpu_seconds_total", "process_resident_memory_bytes",
                           "process_open_fds", "process_max_fds", "process_start_time_seconds"}) {
    EXPECT_NE(text.find("\n" + std::string(name) + " "), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace sparkgate
