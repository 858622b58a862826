#include "serve/policy_source.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "policyfile/fingerprint.h"

namespace sparkgate::serve {
namespace {

using policyfile::Issue;
using policyfile::Severity;

constexpr int kReadings = 3;  // until two agree

constexpr const char* kLosesAll =
    "the directory holds no policy any more: that looks like a lost mount, not like a wish; "
    "to serve without policies, start anew";

double now_seconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Counter reloads(Metrics& metrics, const char* result) {
  return metrics.counter("sparkgate_policy_reload_total",
                         "Changes of the policy directory that were read.", {{"result", result}});
}

/// What a directory holds at some moment.
struct Reading {
  std::optional<std::vector<policyfile::PolicyFile>> files;
  std::vector<Issue> issues;
  std::string seen;  // differs when anything of it does
};

Reading read(const std::string& path) {
  Reading reading;
  auto files = policyfile::read_policy_files(path, reading.issues);
  if (!files)
    reading.issues.push_back(
        {policyfile::Code::unreadable_file, path, {}, files.error().message, ""});
  if (files) reading.seen = policyfile::fingerprint(*files);
  for (const Issue& unreadable : reading.issues) reading.seen += policyfile::text_of(unreadable);
  if (files) reading.files = std::move(*files);
  return reading;
}

/// What a set of policies says of itself while it is served.
struct Series {
  std::string name;
  std::string help;
  MetricLabels labels;
  double value;
};

bool has(const std::vector<Series>& all, const Series& one) {
  return std::any_of(all.begin(), all.end(), [&](const Series& other) {
    return other.name == one.name && other.labels == one.labels;
  });
}

std::vector<Series> series_of(const decision::PolicySet& set) {
  std::vector<Series> all{{"sparkgate_policy_info",
                           "1 for the policy set that is served.",
                           {{"fingerprint", set.fingerprint()}},
                           1}};
  for (const auto& policy : set.policies()) {
    for (const decision::Exception& one : policy->exceptions) {
      std::string rules;
      for (const std::string& rule : one.rules) rules += (rules.empty() ? "" : ",") + rule;
      // The last second of its last day.
      const std::chrono::sys_seconds end = one.expires + std::chrono::days(1);
      all.push_back({"sparkgate_exception_expiry_timestamp_seconds",
                     "When an exception ends.",
                     {{"policy", policy->name}, {"rules", rules}, {"owner", one.owner}},
                     static_cast<double>(end.time_since_epoch().count())});
    }
  }
  return all;
}

}  // namespace

// Both series are there from the start: an alert does not see one that begins with 1.
PolicySource::PolicySource(std::string path, Metrics& metrics)
    : path_(std::move(path)),
      metrics_(metrics),
      replaced_(reloads(metrics, "success")),
      refused_(reloads(metrics, "failure")) {}

Result<std::vector<Issue>> PolicySource::start() {
  Reading reading = read(path_);
  if (!reading.files) return Error{reading.issues.back().message};
  tried_ = std::move(reading.seen);
  policyfile::Loaded loaded = policyfile::load(*reading.files, std::move(reading.issues));
  if (loaded.policies) {
    publish(std::move(loaded.policies));
    report(loaded.issues, true);
  }
  return std::move(loaded.issues);
}

void PolicySource::poll() {
  Reading reading = read(path_);
  if (reading.seen == tried_) return;
  // Files that are being replaced, as kubelet does beneath us, must not be mixed.
  for (int i = 0; i < kReadings; ++i) {
    Reading again = read(path_);
    const bool settled = again.seen == reading.seen;
    reading = std::move(again);
    if (settled) break;
  }
  tried_ = std::move(reading.seen);
  policyfile::Loaded loaded = reading.files
                                  ? policyfile::load(*reading.files, std::move(reading.issues))
                                  : policyfile::Loaded{nullptr, std::move(reading.issues)};
  if (loaded.policies && loses_all(*loaded.policies)) {
    loaded.policies = nullptr;
    loaded.issues.push_back({policyfile::Code::unreadable_file, path_, {}, kLosesAll, ""});
  }
  report(loaded.issues, loaded.policies != nullptr);
  const Counter& counter = loaded.policies ? replaced_ : refused_;
  if (loaded.policies) publish(std::move(loaded.policies));
  counter.add();  // whoever sees it is answered by the new set
}

bool PolicySource::loses_all(const decision::PolicySet& next) const {
  return next.policies().empty() && !policies_.take()->policies().empty();
}

void PolicySource::publish(std::shared_ptr<const decision::PolicySet> set) {
  const std::vector<Series> told = series_of(*set);
  for (const Series& series : told) {
    metrics_.gauge(series.name, series.help, series.labels).set(series.value);
  }
  if (const auto before = policies_.take()) {
    for (const Series& series : series_of(*before)) {
      if (!has(told, series)) metrics_.forget_gauge(series.name, series.labels);
    }
  }
  metrics_.gauge("sparkgate_policies", "Policies that are served.")
      .set(static_cast<double>(set->policies().size()));
  metrics_.gauge("sparkgate_policy_last_reload_timestamp_seconds", "When a set was published last.")
      .set(now_seconds());
  log(LogLevel::info, "policies",
      {{"policies", static_cast<std::int64_t>(set->policies().size())},
       {"fingerprint", set->fingerprint()}});
  if (set->policies().empty()) {
    log(LogLevel::warn, "there are no policies: every pod is allowed, unchanged",
        {{"path", path_}});
  }
  policies_.publish(std::move(set));
}

void PolicySource::report(const std::vector<Issue>& issues, bool loaded) const {
  for (const Issue& issue : issues) {
    const std::string place =
        issue.file + ":" + std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column);
    const bool error = issue.severity() == Severity::error;
    log(error ? LogLevel::error : LogLevel::info, error ? "mistake in policies" : "policy note",
        {{"at", place}, {"message", issue.message}});
  }
  if (!loaded) log(LogLevel::error, "policies are not replaced: the last good set serves on");
}

}  // namespace sparkgate::serve
