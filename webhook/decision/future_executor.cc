#include "decision/future_executor.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "decision/apply.h"
#include "decision/subject.h"

namespace sparkgate::decision {
namespace {

constexpr std::string_view kSparkContainer = "spark-kubernetes-executor";
constexpr std::string_view kAccounts = "system:serviceaccount";  // what their users begin with
constexpr std::string_view kUntold = "?";  // in the place of an image, account or caller: no name

std::string_view or_untold(std::string_view value) {
  return value.empty() ? kUntold : value;
}

/// `system:serviceaccount:NAMESPACE:NAME`
std::string user_of(std::string_view namespace_name, std::string_view account) {
  if (account.empty()) return std::string(kUntold);
  std::string user(kAccounts);
  return user.append(":").append(namespace_name).append(":").append(account);
}

/// The pod and the groups of its creator, as JSON.
std::string review_of(const Foretold& told, const Subject& driver) {
  using nlohmann::json;
  const json container = {{"name", kSparkContainer}, {"image", or_untold(told.image.value)}};
  const json metadata = {{"name", driver.pod["metadata"]["name"].text()},
                         {"labels", {{kRoleLabel, name_of(Role::executor)}}}};
  const json spec = {{"serviceAccountName", or_untold(told.account.value)},
                     {"containers", json::array({container})}};
  const std::string all(std::string(kAccounts) + "s");
  const json groups = {all, all + ":" + std::string(driver.namespace_name), "system:authenticated"};
  const json pod = {{"metadata", metadata}, {"spec", spec}};
  return json{{"pod", pod}, {"groups", groups}}.dump();
}

/// Topics that a fragment for executors decides.
Topics set_by(const std::optional<Fragment>& fragment) {
  const Fragment* spec = fragment ? fragment->find("spec") : nullptr;
  if (!spec) return 0;
  Topics topics = spec->find("serviceAccountName") ? bit(Topic::account) : 0;
  const Fragment* containers = spec->find("containers");
  if (!containers) return topics;
  for (const Fragment& container : containers->items) {
    const Fragment* name = container.find("name");
    const bool sparks = name && (name->scalar == "$spark" || name->scalar == kSparkContainer);
    if (sparks && container.find("image")) topics |= bit(Topic::images);
  }
  return topics;
}

}  // namespace

Topics set_by(const Policy& policy) {
  Topics topics = 0;
  if (policy.mode == Mode::audit) return topics;
  for (const Templates* templates : {&policy.defaults, &policy.overrides}) {
    topics |= set_by(templates->both) | set_by(templates->executor);
  }
  return topics;
}

Topics told_by(const Foretold& told) {
  return (told.creator.empty() ? 0 : bit(Topic::creator)) |
         (told.image.value.empty() ? 0 : bit(Topic::images)) |
         (told.account.value.empty() ? 0 : bit(Topic::account));
}

FutureExecutor::FutureExecutor(const PolicySet& policies, const Subject& driver,
                               const Foretold& told)
    : policies_(policies),
      known_(told_by(told)),
      creator_(user_of(driver.namespace_name, told.creator)) {
  simdjson::dom::element root;
  if (sent_.parse(review_of(told, driver)).get(root) != simdjson::SUCCESS) return;
  request_.namespace_name = told.namespace_name;
  request_.username = creator_;
  request_.groups = View(root)["groups"];
  request_.pod = View(root)["pod"];
  request_.today = driver.request->today;
  subject_ = recognised_subject(policies, request_, request_.pod);
}

PlanHandle FutureExecutor::plan() {
  PlanKey key;
  key.role = Role::executor;
  key.spark_alias = policies_.spark_alias(kSparkContainer);
  for (const std::uint32_t index : policies_.candidates(subject_.namespace_name)) {
    const Policy& policy = *policies_.policies()[index];
    if (is_open(policy.match)) {
      if (!is_other(policy.match)) unsure_ |= set_by(policy);
    } else if (first_failed(policy.match, subject_) == Condition::none) {
      key.policies.push_back(index);
    }
  }
  return policies_.plan(key);
}

void FutureExecutor::complete() {
  const PlanHandle templates = plan();
  Patch patch;
  std::vector<LeftOut> ignored;
  apply(templates.plan->edits, subject_, patch, ignored);
  simdjson::dom::element pod;
  if (patch.empty() || stored_.parse(patched(subject_.pod, patch)).get(pod) != simdjson::SUCCESS)
    return;
  request_.pod = View(pod);
  subject_ = recognised_subject(policies_, request_, request_.pod);
  if (subject_.service_account != kUntold) known_ |= bit(Topic::account);
  if (image() != kUntold) known_ |= bit(Topic::images);
}

/// Whether a condition asks what the driver does not tell.
bool FutureExecutor::is_open(const Match& match) const {
  const auto& labels = match.pod_selector.requirements;
  return match.launchers != 0 ||
         std::any_of(labels.begin(), labels.end(),
                     [](const Requirement& one) { return one.key != kRoleLabel; }) ||
         (!match.service_accounts.empty() && !knows(Topic::account)) ||
         ((!match.users.empty() || !match.groups.empty()) && !knows(Topic::creator));
}

/// Whether it does not apply, whatever the executor will be.
bool FutureExecutor::is_other(const Match& match) const {
  const Condition failed = first_failed(match, subject_);
  return failed == Condition::pods || failed == Condition::roles ||
         failed == Condition::namespaces || failed == Condition::exclude_namespaces;
}

std::string_view FutureExecutor::image() const {
  const auto index = static_cast<std::size_t>(subject_.spark.container);
  return subject_.pod["spec"]["containers"].at(index)["image"].text();
}

}  // namespace sparkgate::decision
