#include "decision/rules/resources.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "decision/containers.h"
#include "decision/pod_resources.h"

namespace sparkgate::decision {
namespace {

/// One amount of a container or of the pod: where and what it is. Words are made only for findings.
struct Amount {
  std::string_view kind;  // "limits", "requests"
  std::string_view resource;
  View here;
  std::optional<Quantity> value;  // empty when absent, or no quantity

  std::string written() const { return here.is_text() ? std::string(here.text()) : here.json(); }
};

/// Collects findings about one container, or about the pod's own `spec.resources`.
class Inspection {
 public:
  Inspection(View pod, Findings& findings)
      : resources_(pod["spec"]["resources"]), findings_(findings) {}
  Inspection(View pod, View container, std::string_view list, std::size_t index, Findings& findings)
      : resources_(container["resources"]),
        of_pod_(pod["spec"]["resources"]),
        list_(list),
        index_(index),
        findings_(findings) {}

  void max(const ResourceBound& bound, const char* why = "") {
    for (const char* kind : {"limits", "requests"}) {
      const Amount here = amount(kind, bound.resource);
      if (!here.value || *here.value <= bound.amount) continue;
      return refuse(here, bound.written, here.written() + " is over " + bound.written + why);
    }
  }

  void min(const ResourceBound& bound) {
    for (const char* kind : {"requests", "limits"}) {
      const Amount here = amount(kind, bound.resource);
      if (!here.value) continue;
      if (*here.value < bound.amount) {
        refuse(here, bound.written, here.written() + " is under " + bound.written);
      }
      return;
    }
  }

  void required(std::string_view kind, std::string_view resource) {
    const View of_pod = can_be_pod_level(resource) ? of_pod_ : View();
    for (const View resources : {resources_, of_pod}) {
      if (resources[kind][resource].present()) return;
      if (kind == "requests" && resources["limits"][resource].present()) return;
    }
    const Amount here = amount(kind, resource);
    refuse(here, kind == "limits" ? "a limit" : "a request", "is missing");
  }

  void ratio(std::string_view resource, double most) {
    const Amount limit = amount("limits", resource), request = amount("requests", resource);
    if (!limit.value || !request.value || limit.value->is_zero()) return;
    if (!request.value->is_zero() && Quantity::ratio(*limit.value, *request.value) <= most) return;
    char allowed[64];
    std::snprintf(allowed, sizeof allowed, "at most %g times the request", most);
    refuse(limit, allowed,
           limit.written() + " is more than " + std::string(allowed + sizeof "at most") + " " +
               request.written());
  }

  /// The API server refuses these; a file on a desk may hold them. Takes each member as it comes:
  /// finding it by name is as long as the list.
  void unreadable() {
    for (const char* kind : {"requests", "limits"}) {
      for (const auto [resource, value] : resources_[kind].members()) {
        const Amount here{kind, resource, value, quantity_of(value)};
        if (!here.value) {
          refuse(here, "a quantity", here.written() + " is not a quantity");
        } else if (*here.value < Quantity()) {
          refuse(here, "0 or more", here.written() + " is under 0");
        }
      }
    }
  }

 private:
  Amount amount(std::string_view kind, std::string_view resource) const {
    const View here = resources_[kind][resource];
    return {kind, resource, here, quantity_of(here)};
  }

  void refuse(const Amount& amount, std::string allowed, const std::string& why) {
    std::string path = list_.empty() ? "spec" : container_path(list_, index_);
    path.append(".resources.").append(amount.kind).append(".").append(amount.resource);
    std::string text = path + " " + why;
    std::string found = amount.here.present() ? amount.written() : "";
    findings_.push_back({std::move(path), std::move(found), std::move(allowed), std::move(text)});
  }

  View resources_;
  View of_pod_;            // of a container: what all of them share
  std::string_view list_;  // empty: the pod itself
  std::size_t index_ = 0;
  Findings& findings_;
};

class ResourceCheck : public Check {
 public:
  explicit ResourceCheck(const ResourceRule& rule) : rule_(rule) {}

  void run(const Subject& subject, Findings& findings) const override {
    for_each_container(subject.pod, [&](std::string_view list, std::size_t i, View container) {
      if (list == "ephemeralContainers") return;  // Kubernetes gives them no resources
      Inspection inspection(subject.pod, container, list, i, findings);
      inspect(inspection);
    });
    if (subject.pod["spec"]["resources"].present()) shared(subject.pod, findings);
    for (const ResourceBound& bound : rule_.pod_max) pod_total(subject.pod, bound, findings);
  }

 private:
  void inspect(Inspection& container) const {
    container.unreadable();
    for (const ResourceBound& bound : rule_.max) container.max(bound);
    for (const ResourceBound& bound : rule_.min) container.min(bound);
    for (const std::string& name : rule_.require_requests) container.required("requests", name);
    for (const std::string& name : rule_.require_limits) container.required("limits", name);
    for (const auto& [name, most] : rule_.max_limit_to_request) container.ratio(name, most);
  }

  /// A container without a limit of its own may take all that the pod has.
  void shared(View pod, Findings& findings) const {
    Inspection of_pod(pod, findings);
    of_pod.unreadable();
    for (const ResourceBound& bound : rule_.max) {
      bool open = false;
      for_each_container(pod, [&](std::string_view list, std::size_t, View container) {
        const bool limited = container["resources"]["limits"][bound.resource].present();
        open = open || (!limited && list != "ephemeralContainers");
      });
      if (open) of_pod.max(bound, ", and a container has no limit of its own");
    }
  }

  static void pod_total(View pod, const ResourceBound& bound, Findings& findings) {
    const Quantity total = total_of(pod, bound.resource);
    if (total <= bound.amount) return;
    const std::string found = total.text(bound.written.ends_with('i'));
    const std::string path = "spec.containers[*].resources.limits." + bound.resource;
    findings.push_back({path, found, bound.written,
                        path + " of the whole pod " + found + " is over " + bound.written});
  }

  ResourceRule rule_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const ResourceRule& rule) {
  return std::make_unique<ResourceCheck>(rule);
}

}  // namespace sparkgate::decision
