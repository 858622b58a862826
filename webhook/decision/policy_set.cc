#include "decision/policy_set.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sparkgate::decision {
namespace {

/// Of all containers, and of those that are added where there is none: these have an image.
void collect_container_names(const Fragment* fragment, std::vector<std::string>& names,
                             std::vector<std::string>& side_cars) {
  const Fragment* spec = fragment ? fragment->find("spec") : nullptr;
  const Fragment* containers = spec ? spec->find("containers") : nullptr;
  if (!containers) return;
  for (const Fragment& container : containers->items) {
    const Fragment* name = container.find("name");
    if (!name || !name->scalar.is_string()) continue;
    names.push_back(name->scalar.get<std::string>());
    if (container.find("image")) side_cars.push_back(names.back());
  }
}

const Fragment* pointer(const std::optional<Fragment>& fragment) {
  return fragment ? &*fragment : nullptr;
}

/// Whether a policy can apply in a namespace, as far as its lists of namespaces go.
bool speaks_of(const Match& match, std::string_view namespace_name) {
  return (match.namespaces.empty() || match.namespaces.any_matches(namespace_name)) &&
         !match.exclude_namespaces.any_matches(namespace_name);
}

bool only_literals(const Globs& globs) {
  return !globs.empty() && std::all_of(globs.all().begin(), globs.all().end(),
                                       [](const Glob& glob) { return glob.is_literal(); });
}

}  // namespace

PolicySet::PolicySet(Policies policies, std::string fingerprint)
    : policies_(std::move(policies)), fingerprint_(std::move(fingerprint)) {
  std::sort(policies_.begin(), policies_.end(), [](const auto& a, const auto& b) {
    return std::tie(b->priority, a->name) < std::tie(a->priority, b->name);
  });
  for (const auto& policy : policies_) {
    recognises_client_mode_ = recognises_client_mode_ || policy->recognise_client_mode;
    for (const Templates* templates : {&policy->defaults, &policy->overrides}) {
      for (const auto* one : {&templates->both, &templates->driver, &templates->executor}) {
        collect_container_names(pointer(*one), container_names_, side_cars_);
      }
    }
  }
  std::sort(container_names_.begin(), container_names_.end());
  std::sort(side_cars_.begin(), side_cars_.end());
  index_namespaces();
}

PolicySet::~PolicySet() {
  for (const auto& slot : plans_) delete slot.load(std::memory_order_relaxed);
}

void PolicySet::index_namespaces() {
  for (const auto& policy : policies_) {
    for (const Glob& glob : policy->match.namespaces.all()) {
      if (glob.is_literal()) by_namespace_[glob.text()];
    }
  }
  for (std::uint32_t i = 0; i < policies_.size(); ++i) {
    if (!only_literals(policies_[i]->match.namespaces)) anywhere_.push_back(i);
  }
  for (auto& [name, indices] : by_namespace_) {
    for (std::uint32_t i = 0; i < policies_.size(); ++i) {
      if (speaks_of(policies_[i]->match, name)) indices.push_back(i);
    }
  }
}

const std::vector<std::uint32_t>& PolicySet::candidates(std::string_view namespace_name) const {
  const auto found = by_namespace_.find(namespace_name);
  return found == by_namespace_.end() ? anywhere_ : found->second;
}

std::string_view PolicySet::spark_alias(std::string_view name) const {
  const auto found = std::lower_bound(container_names_.begin(), container_names_.end(), name);
  if (found == container_names_.end() || *found != name) return {};
  return *found;
}

bool PolicySet::adds_container(std::string_view name) const {
  return std::binary_search(side_cars_.begin(), side_cars_.end(), name);
}

PlanHandle PolicySet::plan(const PlanKey& key) const {
  const std::size_t home = key.hash();
  std::unique_ptr<const Plan> made;
  for (std::size_t probe = 0; probe < kProbes; ++probe) {
    std::atomic<const Plan*>& slot = plans_[(home + probe) % kSlots];
    const Plan* kept = slot.load(std::memory_order_acquire);
    if (!kept) {
      if (!made) made = std::make_unique<const Plan>(make_plan(policies_, key));
      if (slot.compare_exchange_strong(kept, made.get(), std::memory_order_acq_rel)) {
        return {made.release(), nullptr};
      }
    }  // else: another thread was faster; `kept` is its plan
    if (kept->key == key) return {kept, nullptr};
  }
  if (!made) made = std::make_unique<const Plan>(make_plan(policies_, key));
  const Plan* plan = made.get();
  return {plan, std::move(made)};
}

}  // namespace sparkgate::decision
