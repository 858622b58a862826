#include "base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "base/process_metrics.h"

namespace sparkgate {

struct Metrics::Registry {
  prometheus::Registry series;
};

Metrics::Metrics() : registry_(std::make_unique<Registry>()) {}
Metrics::~Metrics() = default;

void Counter::add(double amount) const {
  series_->Increment(amount);
}
void Gauge::set(double value) const {
  series_->Set(value);
}
void Gauge::add(double amount) const {
  series_->Increment(amount);
}
void Histogram::observe(double value) const {
  series_->Observe(value);
}

Counter Metrics::counter(const std::string& name, const std::string& help,
                         const MetricLabels& labels) {
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registry_->series);
  return Counter(family.Add(labels));
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const MetricLabels& labels) {
  auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(registry_->series);
  return Gauge(family.Add(labels));
}

void Metrics::forget_gauge(const std::string& name, const MetricLabels& labels) {
  auto& family = prometheus::BuildGauge().Name(name).Register(registry_->series);
  family.Remove(&family.Add(labels));
}

Histogram Metrics::histogram(const std::string& name, const std::string& help,
                             const std::vector<double>& buckets, const MetricLabels& labels) {
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(registry_->series);
  return Histogram(family.Add(labels, prometheus::Histogram::BucketBoundaries(buckets)));
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(registry_->series.Collect()) +
         process_metrics_text();
}

}  // namespace sparkgate
