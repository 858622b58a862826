#include "render/memory.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <string>

namespace sparkgate::render {
namespace {

constexpr std::int64_t kLeastOverhead = 384;  // MiB
constexpr std::string_view kFactor = "spark.kubernetes.memoryOverheadFactor";

/// Bytes of a unit; 0 for what is none.
std::int64_t bytes_of(std::string_view unit) {
  if (unit == "b") return 1;
  if (unit.size() == 2 && unit[1] == 'b') unit.remove_suffix(1);
  const auto power = std::string_view("kmgtp").find(unit);
  if (unit.size() != 1 || power == std::string_view::npos) return 0;
  return std::int64_t{1} << (10 * (power + 1));
}

double number(const Conf& conf, std::string_view key, double fallback, Account& account) {
  if (!conf.has(key)) return fallback;
  const std::string text = conf.get({key});
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0) {
    account.mistake(std::string(key) + ": '" + text + "' is no factor such as 0.1");
    return fallback;
  }
  return value;
}

/// The factor of those who have none of their own: Spark writes it for its executors.
double shared_factor(const Application& app, Account& account) {
  const bool other = app.cluster_mode && app.language != Language::jvm;
  return number(app.conf, kFactor, other ? 0.4 : 0.1, account);
}

/// `role`: "driver" or "executor".
std::int64_t overhead(const Application& app, const std::string& role, std::int64_t heap,
                      Account& account) {
  const std::string fixed = "spark." + role + ".memoryOverhead";
  if (app.conf.has(fixed)) return mebibytes(fixed, app.conf.get({fixed}), account);
  double factor = shared_factor(app, account);
  if (app.version.at_least(3, 3)) factor = number(app.conf, fixed + "Factor", factor, account);
  std::int64_t least = kLeastOverhead;
  const std::string minimum = "spark." + role + ".minMemoryOverhead";
  if (app.version.at_least(4, 0) && app.conf.has(minimum)) {
    least = mebibytes(minimum, app.conf.get({minimum}), account);
  }
  return std::max(static_cast<std::int64_t>(factor * static_cast<double>(heap)), least);
}

std::int64_t heap_of(const Application& app, const std::string& key, Account& account) {
  return mebibytes(key, app.conf.get({key}, "1g"), account);
}

}  // namespace

std::int64_t mebibytes(std::string_view key, std::string_view text, Account& account,
                       std::int64_t bytes_of_unit) {
  std::string lower(text);
  for (char& letter : lower) letter = static_cast<char>(std::tolower(letter));
  lower.erase(0, lower.find_first_not_of(' '));
  lower.erase(lower.find_last_not_of(' ') + 1);
  std::int64_t amount = 0;
  const char* const end = lower.data() + lower.size();
  const auto read = std::from_chars(lower.data(), end, amount);
  const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
  const std::int64_t bytes = unit.empty() ? bytes_of_unit : bytes_of(unit);
  if (read.ec != std::errc() || lower.starts_with('-') || bytes == 0 ||
      amount > std::numeric_limits<std::int64_t>::max() / bytes) {
    account.mistake(std::string(key) + ": '" + std::string(text) +
                    "' is no amount of memory such as 512m or 4g");
    return 0;
  }
  return (amount * bytes) >> 20;
}

std::int64_t driver_memory(const Application& app, Account& account) {
  const std::int64_t heap = heap_of(app, "spark.driver.memory", account);
  return heap + overhead(app, "driver", heap, account);
}

std::int64_t executor_heap(const Application& app, Account& account) {
  return heap_of(app, "spark.executor.memory", account);
}

std::int64_t executor_memory(const Application& app, Account& account) {
  const std::int64_t heap = executor_heap(app, account);
  std::int64_t total = heap + overhead(app, "executor", heap, account);
  constexpr std::string_view off_heap = "spark.memory.offHeap.size";
  if (app.conf.is_true("spark.memory.offHeap.enabled")) {
    total += mebibytes(off_heap, app.conf.get({off_heap}, "0"), account, 1);
  }
  constexpr std::string_view python = "spark.executor.pyspark.memory";
  if (app.language == Language::python && app.cluster_mode && app.conf.has(python)) {
    total += mebibytes(python, app.conf.get({python}), account);
  }
  return total;
}

}  // namespace sparkgate::render
