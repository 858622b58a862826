#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sparkgate::render {

/// A Spark configuration: keys `spark.*` and their values, by key.
class Conf {
 public:
  void set(std::string key, std::string value) { values_[std::move(key)] = std::move(value); }

  /// Sets what is not set yet.
  void set_default(std::string key, std::string value) {
    values_.emplace(std::move(key), std::move(value));
  }

  bool has(std::string_view key) const { return values_.contains(key); }

  /// The first of `keys` that is set, or the fallback.
  std::string get(const std::vector<std::string_view>& keys, std::string_view fallback = "") const;

  /// Spark's `true`, in any case.
  bool is_true(std::string_view key, bool fallback = false) const;

  /// (the rest of the key, value) of all keys that begin with `prefix`, sorted.
  std::vector<std::pair<std::string, std::string>> with_prefix(std::string_view prefix) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return values_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// The entries of a Java properties file such as spark-defaults.conf whose keys begin with
/// `spark.`; Spark ignores the others. Source: java.util.Properties.load.
std::vector<std::pair<std::string, std::string>> read_properties(std::string_view text);

}  // namespace sparkgate::render
