#include "policyfile/read_policy.h"

#include <set>
#include <utility>

#include "policyfile/check_pod.h"
#include "policyfile/format.h"
#include "policyfile/never_applies.h"
#include "policyfile/protected_fields.h"
#include "policyfile/read_exceptions.h"
#include "policyfile/read_match.h"
#include "policyfile/read_secrets.h"
#include "policyfile/read_values.h"
#include "policyfile/template_file.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using decision::Fragment;
using decision::Role;
using decision::Strength;

Fragment to_fragment(const Node& node, const std::string& policy, const std::string& file) {
  Fragment fragment;
  fragment.origin = {policy, file, node.at.line, node.at.column};
  if (node.is_map()) {
    fragment.kind = Fragment::Kind::object;
    for (const Member& member : node.members) {
      Fragment value = to_fragment(member.value, policy, file);
      value.origin.line = member.at.line;
      value.origin.column = member.at.column;
      fragment.members.push_back({member.name, std::move(value)});
    }
  } else if (node.is_list()) {
    fragment.kind = Fragment::Kind::list;
    for (const Node& item : node.items) fragment.items.push_back(to_fragment(item, policy, file));
  } else {
    fragment.scalar = node.scalar;
  }
  return fragment;
}

/// Reads the parts of one policy; what they share.
class PolicyReader {
 public:
  PolicyReader(std::string file, const FindTemplate& find_template,
               std::optional<std::chrono::sys_days> today, Source& source)
      : find_template_(find_template), today_(today), source_(source) {
    policy_->file = std::move(file);
  }

  std::unique_ptr<const decision::Policy> read(const Node& document) {
    const std::size_t mistakes = source_.mistakes();
    check_shape(document, kSparkPolicy, "", source_);
    policy_->line = document.at.line;
    if (const Node* metadata = document.find("metadata")) {
      policy_->name = text(metadata->find("name"));
      const Node* annotations = metadata->find("annotations");
      policy_->owner = annotations ? text(annotations->find("owner")) : "";
    }
    const Node* spec = document.find("spec");
    if (spec) read_spec(*spec);
    if (spec && source_.mistakes() == mistakes) {
      warn_of_what_never_applies(*spec, *policy_, source_);
    }
    return std::move(policy_);
  }

 private:
  void read_spec(const Node& spec) {
    policy_->priority = integer(spec.find("priority"));
    policy_->mode =
        text(spec.find("mode")) == "audit" ? decision::Mode::audit : decision::Mode::enforce;
    if (const Node* match = spec.find("match")) policy_->match = read_match(*match, source_);
    if (const Node* recognise = spec.find("recognise")) {
      policy_->recognise_client_mode = boolean(recognise->find("clientMode"));
    }
    policy_->defaults = templates(spec.find("defaults"), Strength::fill);
    policy_->overrides = templates(spec.find("overrides"), Strength::win);
    secrets(spec.find("secrets"));
    if (const Node* owners = spec.find("ownerReferences")) owner_references(*owners);
    rules(spec.find("rules"));
    policy_->exceptions = read_exceptions(spec.find("exceptions"), *policy_, today_, source_);
    if (policy_->match.all_pods && (policy_->match.roles != 0 || policy_->match.launchers != 0)) {
      source_.tell(Code::pods_all, spec.find("match")->at,
                   "with roles or launchers, 'pods: all' still means Spark pods only");
    }
    for (const char* key : {"defaults", "overrides"}) {
      if (!policy_->match.all_pods || !spec.find(key)) continue;
      source_.tell(Code::spark_only, spec.find(key)->at,
                   "'match.pods: all' is for rules; templates change Spark pods only");
    }
  }

  void owner_references(const Node& owners) {
    const Node* executors = owners.find("executors");
    if (text(executors) != "adopt") return;
    policy_->adopts_executors = decision::Origin{policy_->name, policy_->file, executors->at.line};
    const unsigned roles = policy_->match.roles;
    if (policy_->match.all_pods) {
      source_.tell(Code::spark_only, owners.at,
                   "'match.pods: all' is for rules; only Spark's executors are adopted");
    } else if (roles != 0 && (roles & bit(decision::Role::executor)) == 0) {
      source_.tell(Code::never_applies, owners.at,
                   "only executors are adopted, and 'match.roles' leaves them out");
    }
  }

  decision::Templates templates(const Node* node, Strength strength) {
    decision::Templates result;
    if (!node || !node->is_map()) return result;
    result.both = one_template(node->find("both"), Role::none, strength);
    result.driver = one_template(node->find("driver"), Role::driver, strength);
    result.executor = one_template(node->find("executor"), Role::executor, strength);
    return result;
  }

  /// `role`: whose pods it is for; none means both.
  std::optional<Fragment> one_template(const Node* node, Role role, Strength strength) {
    if (!node || !node->is_map()) return std::nullopt;
    if (node->find("templateFile")) return from_file(*node, role, strength);
    check_pod(*node, strength, source_);
    check_protected_fields(*node, strength, source_);
    return to_fragment(*node, policy_->name, policy_->file);
  }

  std::optional<Fragment> from_file(const Node& node, Role role, Strength strength) {
    const Node& name = *node.find("templateFile");
    if (node.members.size() > 1) {
      source_.tell(Code::template_file, node.at,
                   "either 'templateFile' or the template itself, not both");
    }
    std::string why = file_name_mistake(name);
    const auto file = why.empty() ? find_template_(name.text(), why) : std::nullopt;
    if (!file) {
      source_.tell(Code::template_file, name.at, "templateFile must name a template: " + why);
      return std::nullopt;
    }
    const Node pod_template = read_template_file(*file->document, role, *file->source);
    check_pod(pod_template, strength, *file->source);
    check_protected_fields(pod_template, strength, *file->source);
    return to_fragment(pod_template, policy_->name,
                       policy_->template_files.emplace_back(name.text()));
  }

  static std::string file_name_mistake(const Node& name) {
    if (!name.is_text()) return "the name of a file in this directory, not " + describe(name);
    return policyfile::file_name_mistake(name.text());
  }

  void secrets(const Node* list) {
    if (list && policy_->match.all_pods) {
      source_.tell(Code::spark_only, list->at,
                   "'match.pods: all' is for rules; secrets go to Spark pods only");
    }
    for (const SecretEntry& entry : read_secrets(list, source_)) {
      Fragment pod_template = to_fragment(entry.pod_template, policy_->name, policy_->file);
      const decision::Origin origin = pod_template.origin;
      policy_->secrets.push_back(
          {entry.name, entry.roles, entry.replace, std::move(pod_template), origin});
    }
  }

  void rules(const Node* list) {
    std::set<std::string> names;
    for (const Node& item : items(list)) {
      if (!item.is_map()) continue;
      const Node* name = item.find("name");
      if (name && name->is_text() && !names.insert(name->text()).second) {
        source_.tell(Code::duplicate_name, name->at,
                     "a second rule called '" + name->text() + "' in this policy");
      }
      rule(item);
    }
  }

  void rule(const Node& item) {
    decision::Rule rule;
    rule.name = text(item.find("name"));
    const std::string action = text(item.find("action"));
    if (action == "warn") rule.action = decision::Action::warn;
    if (action == "audit") rule.action = decision::Action::audit;
    rule.roles = read_roles(item.find("roles"));
    rule.message = text(item.find("message"));
    rule.origin = {policy_->name, policy_->file, item.at.line};
    for (const RuleReader& reader : kRuleReaders) {
      const Node* value = item.find(reader.name);
      if (value && value->is_map()) rule.check = reader.read(*value, source_);
    }
    if (rule.check) policy_->rules.push_back(std::move(rule));
  }

  const FindTemplate& find_template_;
  std::optional<std::chrono::sys_days> today_;
  Source& source_;
  std::unique_ptr<decision::Policy> policy_ = std::make_unique<decision::Policy>();
};

}  // namespace

std::unique_ptr<const decision::Policy> read_policy(const Node& document, const std::string& file,
                                                    const FindTemplate& find_template,
                                                    std::optional<std::chrono::sys_days> today,
                                                    Source& source) {
  return PolicyReader(file, find_template, today, source).read(document);
}

}  // namespace sparkgate::policyfile
