#include "decision/rules/env.h"

#include <algorithm>
#include <utility>

#include "decision/containers.h"

namespace sparkgate::decision {
namespace {

/// Spark gives each application a secret of its own, in plain text (SecurityManager).
constexpr std::string_view kSparkSecret = "_SPARK_AUTH_SECRET";

/// In lower case; names of variables are ASCII.
std::string folded(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

/// Globs over names of variables, whatever their case.
class VariableNames {
 public:
  explicit VariableNames(const std::vector<std::string>& patterns) : patterns_(patterns) {
    for (const std::string& pattern : patterns) globs_.emplace_back(folded(pattern));
  }

  bool empty() const { return globs_.empty(); }

  /// The glob, as it was written, that has this name; nullptr when none has.
  const std::string* find(std::string_view folded_name) const {
    return first([&](const Glob& glob) { return glob.matches(folded_name); });
  }

  /// The glob that has every name with this prefix.
  const std::string* find_all_of(std::string_view folded_prefix) const {
    return first([&](const Glob& glob) {
      return glob.text().ends_with('*') && glob.matches(folded_prefix);
    });
  }

 private:
  template <class Has>
  const std::string* first(const Has& has) const {
    const auto found = std::find_if(globs_.begin(), globs_.end(), has);
    return found == globs_.end() ? nullptr : &patterns_[std::size_t(found - globs_.begin())];
  }

  std::vector<std::string> patterns_;
  std::vector<Glob> globs_;
};

bool is_literal(View value) {
  return value.present() && !(value.is_text() && value.text().empty());
}

/// Whether a field of the pod holds what its author likes: `metadata.annotations['KEY']`. Others
/// (`status.podIP`, `metadata.name`, …) tell what the pod is.
bool is_free_text(View field_path) {
  const std::string_view path = field_path.text();
  return path.starts_with("metadata.annotations") || path.starts_with("metadata.labels");
}

class EnvCheck : public Check {
 public:
  explicit EnvCheck(const EnvRule& rule)
      : deny_names_(rule.deny_names),
        deny_literals_(rule.deny_literals),
        secrets_(rule.secrets),
        config_maps_(rule.config_maps) {}

  void run(const Subject& subject, Findings& findings) const override {
    for_each_container(subject.pod, [&](std::string_view list, std::size_t i, View container) {
      const bool spark = list == "containers" && static_cast<int>(i) == subject.spark.container;
      const auto visit = [&](const char* field, const auto& check) {
        std::size_t index = 0;
        for (const View entry : container[field].items()) {
          const std::size_t here = index++;
          check(entry, [&, here] {
            return container_path(list, i) + "." + field + "[" + std::to_string(here) + "]";
          });
        }
      };
      visit("env", [&](View entry, const auto& path) { variable(entry, path, spark, findings); });
      visit("envFrom", [&](View entry, const auto& path) { bundle(entry, path, findings); });
    });
  }

 private:
  template <class PathOf>
  void variable(View entry, const PathOf& path_of, bool spark, Findings& findings) const {
    const std::string_view name = entry["name"].text();
    const std::string key = folded(name);
    if (const std::string* glob = deny_names_.find(key)) {
      findings.push_back(denied(path_of() + ".name", name, *glob));
    }
    const View from = entry["valueFrom"];
    if (deny_literals_.find(key)) {
      const bool own = spark && name == kSparkSecret;
      if (is_literal(entry["value"]) && !own) literal(path_of() + ".value", name, findings);
      if (is_free_text(from["fieldRef"]["fieldPath"])) {
        literal(path_of() + ".valueFrom.fieldRef.fieldPath", name, findings);
      }
    }
    reference(
        from, "secretKeyRef", secrets_, [&] { return path_of() + ".valueFrom"; }, findings);
    reference(
        from, "configMapKeyRef", config_maps_, [&] { return path_of() + ".valueFrom"; }, findings);
  }

  static void literal(std::string path, std::string_view name, Findings& findings) {
    std::string text = path + " of \"" + std::string(name) +
                       "\" is plain text; take it from a Secret (valueFrom.secretKeyRef)";
    findings.push_back(
        {std::move(path), std::string(name), "valueFrom.secretKeyRef", std::move(text)});
  }

  /// One entry of envFrom.
  template <class PathOf>
  void bundle(View entry, const PathOf& path_of, Findings& findings) const {
    reference(entry, "secretRef", secrets_, path_of, findings);
    reference(entry, "configMapRef", config_maps_, path_of, findings);
    const std::string_view prefix = entry["prefix"].text();
    if (prefix.empty()) return;
    if (const std::string* glob = deny_names_.find_all_of(folded(prefix))) {
      const std::string path = path_of() + ".prefix";
      findings.push_back({path, std::string(prefix), "not " + *glob,
                          path + " \"" + std::string(prefix) + "\" makes every name " + *glob +
                              ", which is denied"});
    }
  }

  template <class PathOf>
  static void reference(View from, const char* field, const AllowedNames& names,
                        const PathOf& path_of, Findings& findings) {
    const View here = from[field];
    if (!here.present()) return;
    names.check(
        here["name"].text(), [&] { return path_of() + "." + field + ".name"; }, findings);
  }

  VariableNames deny_names_, deny_literals_;
  AllowedNames secrets_, config_maps_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const EnvRule& rule) {
  return std::make_unique<EnvCheck>(rule);
}

}  // namespace sparkgate::decision
