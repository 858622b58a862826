#include "decision/rules/names.h"

#include <string>
#include <utility>

namespace sparkgate::decision {
namespace {

constexpr std::string_view path_of(NamedField field) {
  switch (field) {
    case NamedField::service_account:
      return "spec.serviceAccountName";
    case NamedField::priority_class:
      return "spec.priorityClassName";
    case NamedField::scheduler:
      return "spec.schedulerName";
    case NamedField::runtime_class:
      return "spec.runtimeClassName";
  }
  return {};
}

/// The name as Kubernetes reads it; "" when the pod has no class.
std::string_view name_in(View pod, NamedField field) {
  const View spec = pod["spec"];
  switch (field) {
    case NamedField::service_account:
      return account_of(pod);
    case NamedField::priority_class:
      return spec["priorityClassName"].text();
    case NamedField::scheduler: {
      const std::string_view name = spec["schedulerName"].text();
      return name.empty() ? "default-scheduler" : name;
    }
    case NamedField::runtime_class:
      return spec["runtimeClassName"].text();
  }
  return {};
}

class NameCheck : public Check {
 public:
  explicit NameCheck(const NameRule& rule)
      : field_(rule.field),
        names_(rule.bounds),
        none_allowed_(rule.none_allowed || !names_.has_allow() ||
                      Globs(rule.bounds.allow).any_matches("")) {}

  Topic topic() const override {
    return field_ == NamedField::service_account ? Topic::account : Topic::other;
  }

  void run(const Subject& subject, Findings& findings) const override {
    const std::string_view name = name_in(subject.pod, field_);
    const auto path = [&] { return std::string(path_of(field_)); };
    if (!name.empty()) {
      names_.check(name, path, findings);
    } else if (!none_allowed_) {
      findings.push_back(
          {path(), "", names_.text(), path() + " is missing; allowed is " + names_.text()});
    }
    if (field_ == NamedField::priority_class && name.empty()) classless(subject.pod, findings);
  }

 private:
  /// Kubernetes' Priority admission makes priorities of classes only. It can be switched off.
  static void classless(View pod, Findings& findings) {
    const View priority = pod["spec"]["priority"];
    if (!priority.present() || priority.integer() == 0) return;
    const std::string found = priority.json();
    findings.push_back({"spec.priority", found, "a priority by class",
                        "spec.priority " + found + " comes without a spec.priorityClassName"});
  }

  NamedField field_;
  AllowedNames names_;
  bool none_allowed_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const NameRule& rule) {
  return std::make_unique<NameCheck>(rule);
}

}  // namespace sparkgate::decision
