#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace sparkgate {

using MetricLabels = std::map<std::string, std::string>;

/// Handles to one time series each: a pointer, cheap to copy, safe to use from any thread while its
/// Metrics lives. Resolve them when something is set up, never on the request path.
class Counter {
 public:
  explicit Counter(prometheus::Counter& series) : series_(&series) {}
  void add(double amount = 1) const;

 private:
  prometheus::Counter* series_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& series) : series_(&series) {}
  void set(double value) const;
  void add(double amount) const;

 private:
  prometheus::Gauge* series_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& series) : series_(&series) {}
  void observe(double value) const;

 private:
  prometheus::Histogram* series_;
};

/// All metrics of the process, in Prometheus' text format, `process_*` included.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  Counter counter(const std::string& name, const std::string& help, const MetricLabels& = {});
  Gauge gauge(const std::string& name, const std::string& help, const MetricLabels& = {});
  Histogram histogram(const std::string& name, const std::string& help,
                      const std::vector<double>& buckets, const MetricLabels& = {});

  /// A gauge with these labels is told no more; handles to it are dead.
  void forget_gauge(const std::string& name, const MetricLabels& labels);

  /// What GET /metrics answers.
  std::string text() const;

 private:
  struct Registry;
  std::unique_ptr<Registry> registry_;
};

}  // namespace sparkgate
