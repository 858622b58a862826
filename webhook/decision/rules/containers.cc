#include "decision/rules/containers.h"

#include <string>
#include <utility>

#include "decision/containers.h"
#include "decision/rules/images.h"

namespace sparkgate::decision {
namespace {

/// The rule `images` over side-cars; none when nothing is said of them.
std::unique_ptr<const Check> image_check(const NameBounds& bounds) {
  if (bounds.allow.empty() && bounds.deny.empty()) return nullptr;
  ImageRule rule;
  rule.allow = bounds.allow;
  rule.deny = bounds.deny;
  rule.side_cars_only = true;
  return make_check(rule);
}

class ContainersCheck : public Check {
 public:
  explicit ContainersCheck(const ContainersRule& rule)
      : images_(image_check(rule.sidecar_images)),
        names_(rule.sidecar_names),
        max_(rule.max),
        deny_ephemeral_(rule.deny_ephemeral) {}

  void run(const Subject& subject, Findings& findings) const override {
    std::size_t count = 0;
    for_each_container(subject.pod, [&](std::string_view list, std::size_t i, View container) {
      ++count;
      const std::string_view name = container["name"].text();
      if (!subject.is_spark_container(list, i)) {
        names_.check(
            name, [&] { return container_path(list, i) + ".name"; }, findings);
      }
      if (deny_ephemeral_ && list == "ephemeralContainers") ephemeral(i, name, findings);
    });
    if (images_) images_->run(subject, findings);
    if (max_ != 0 && count > max_) too_many(count, findings);
  }

 private:
  static void ephemeral(std::size_t index, std::string_view name, Findings& findings) {
    std::string path = container_path("ephemeralContainers", index);
    std::string text =
        path + " \"" + std::string(name) + "\" is an ephemeral container, which is denied";
    findings.push_back(
        {std::move(path), std::string(name), "no ephemeral container", std::move(text)});
  }

  void too_many(std::size_t count, Findings& findings) const {
    const std::string found = std::to_string(count), most = std::to_string(max_);
    findings.push_back(
        {"spec.containers", found, most,
         "spec.containers, with init and ephemeral ones, are " + found + ", over " + most});
  }

  std::unique_ptr<const Check> images_;
  AllowedNames names_;
  std::size_t max_;
  bool deny_ephemeral_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const ContainersRule& rule) {
  return std::make_unique<ContainersCheck>(rule);
}

}  // namespace sparkgate::decision
