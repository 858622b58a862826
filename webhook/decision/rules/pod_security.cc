#include "decision/rules/pod_security.h"

#include "decision/containers.h"

namespace sparkgate::decision {
namespace {

using pod_security::Control;
using pod_security::Look;
using pod_security::Place;
using pod_security::Report;
using pod_security::Spares;

class PodSecurityCheck : public Check {
 public:
  explicit PodSecurityCheck(const PodSecurityRule& rule)
      : minor_(rule.minor),
        controls_(pod_security::controls_in_force(rule.level, rule.minor, rule.except)) {}

  void run(const Subject& subject, Findings& findings) const override {
    Place at;
    at.minor = minor_;
    at.pod = subject.pod;
    at.self = subject.pod["spec"];
    at.security = at.pod_security = at.self["securityContext"];
    const bool windows = at.self["os"]["name"].text() == "windows";
    const bool user_namespace = at.self["hostUsers"].boolean() == false;
    const auto look = [&](Look Control::*which) {
      for (const Control* control : controls_) {
        const bool spared = control->spares == Spares::windows           ? windows
                            : control->spares == Spares::user_namespaces ? user_namespace
                                                                         : false;
        if (spared || !(control->*which)) continue;
        Report report(control->id, findings);
        (control->*which)(at, report);
      }
    };
    look(&Control::pod);
    for_each_container(subject.pod, [&](std::string_view list, std::size_t i, View container) {
      at.list = list;
      at.index = i;
      at.self = container;
      at.security = container["securityContext"];
      look(&Control::container);
    });
  }

 private:
  int minor_;
  std::vector<const Control*> controls_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const PodSecurityRule& rule) {
  return std::make_unique<PodSecurityCheck>(rule);
}

}  // namespace sparkgate::decision
