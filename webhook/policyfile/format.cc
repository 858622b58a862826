#include "policyfile/format.h"

#include <array>

#include "decision/spark.h"
#include "policyfile/rules/containers.h"
#include "policyfile/rules/creators.h"
#include "policyfile/rules/env.h"
#include "policyfile/rules/images.h"
#include "policyfile/rules/metadata.h"
#include "policyfile/rules/names.h"
#include "policyfile/rules/node_selection.h"
#include "policyfile/rules/ownership.h"
#include "policyfile/rules/pod_security.h"
#include "policyfile/rules/resources.h"
#include "policyfile/rules/volumes.h"
#include "policyfile/secret_format.h"
#include "policyfile/words.h"

// The policy format, whole: one line a key. policies/README.md says the same in prose.

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;
using std::string_view;

constexpr std::array<string_view, 1> kApiVersions = {kApiVersion};
constexpr std::array<string_view, 1> kPolicyKind = {"SparkPolicy"};
constexpr std::array<string_view, 2> kPodsChoices = {"spark", "all"};
constexpr std::array<string_view, 2> kModeChoices = {"enforce", "audit"};
constexpr std::array<string_view, 1> kOwnerChoices = {"adopt"};
constexpr std::array<string_view, 3> kActionChoices = {"deny", "warn", "audit"};
constexpr std::array<string_view, 4> kOperatorChoices = {"In", "NotIn", "Exists", "DoesNotExist"};

const Shape kApiVersionShape{.kind = Kind::choice, .name = "version", .choices = kApiVersions};
const Shape kPolicyKindShape{.kind = Kind::choice, .name = "kind", .choices = kPolicyKind};
const Shape kPods{.kind = Kind::choice, .name = "pods", .choices = kPodsChoices};
const Shape kLauncher{
    .kind = Kind::choice, .name = "launcher", .choices = decision::kLauncherNames};
const Shape kLaunchers{.kind = Kind::list, .name = "list of launchers", .element = &kLauncher};
const Shape kMode{.kind = Kind::choice, .name = "mode", .choices = kModeChoices};
const Shape kOwner{.kind = Kind::choice, .name = "owner", .choices = kOwnerChoices};
const Shape kAction{.kind = Kind::choice, .name = "action", .choices = kActionChoices};
const Shape kOperator{.kind = Kind::choice, .name = "operator", .choices = kOperatorChoices};
const Shape kObjectName{.kind = Kind::text, .name = "name", .mistake = object_name_mistake};
const Shape kRuleName{.kind = Kind::text, .name = "rule name", .mistake = rule_name_mistake};
const Shape kRuleNames{.kind = Kind::list, .name = "list of rules", .element = &kRuleName};
const Shape kDay{.kind = Kind::text, .name = "day", .mistake = day_mistake};
const Shape kMessage{.kind = Kind::text, .name = "message", .mistake = message_mistake};
const Shape kPodTemplate{.kind = Kind::pod, .name = "pod template"};

constexpr Field kMetadataFields[] = {
    {"name", &kObjectName, "Unique in the directory; users read it when they are refused.", true},
    {"annotations", &kStringMap, "`owner` is whom a refused user is told to ask."},
    {"labels", &kStringMap, "For your own use."},
};
const Shape kMetadata{.kind = Kind::object, .name = "metadata", .fields = kMetadataFields};

constexpr Field kExpressionFields[] = {
    {"key", &kText, "The label's key.", true},
    {"operator", &kOperator, "In, NotIn, Exists or DoesNotExist.", true},
    {"values", &kLabelValues, "Of In and NotIn."},
};
const Shape kExpression{.kind = Kind::object, .name = "expression", .fields = kExpressionFields};
const Shape kExpressions{
    .kind = Kind::list, .name = "list of expressions", .element = &kExpression};

constexpr Field kSelectorFields[] = {
    {"matchLabels", &kLabelMap, "Labels the pod must have."},
    {"matchExpressions", &kExpressions, "Conditions on labels, all of which must hold."},
};
const Shape kSelector{.kind = Kind::object, .name = "selector", .fields = kSelectorFields};

constexpr Field kMatchFields[] = {
    {"pods", &kPods, "`spark` (default), or `all`: rules for every pod, Spark's or not."},
    {"namespaces", &kNamespaceGlobs, "Globs; absent means all namespaces."},
    {"excludeNamespaces", &kNamespaceGlobs, "Globs; they win over `namespaces`."},
    {"roles", &kRoles, "driver, executor; absent means both."},
    {"launchers", &kLaunchers, "Who made the pod, as far as the pod tells."},
    {"serviceAccounts", &kGlobs,
     "Globs over the pod's account. Client-mode executors run as `default`: use `users` for them."},
    {"users", &kGlobs, "Globs over the caller's user name."},
    {"groups", &kGlobs, "Globs over the caller's groups; one has to match."},
    {"podSelector", &kSelector, "A selector over the pod's labels."},
};
const Shape kMatch{.kind = Kind::object, .name = "match", .fields = kMatchFields};

constexpr Field kRecogniseFields[] = {
    {"clientMode", &kBoolean,
     "Take pods without Spark's labels whose command line starts a driver for drivers."},
};
const Shape kRecognise{.kind = Kind::object, .name = "recognise", .fields = kRecogniseFields};

constexpr Field kOwnersFields[] = {
    {"executors", &kOwner, "`adopt`: the pod that creates an executor owns it.", true},
};
const Shape kOwners{.kind = Kind::object, .name = "owners", .fields = kOwnersFields};

constexpr Field kTemplatesFields[] = {
    {"both", &kPodTemplate, "A pod template for drivers and executors."},
    {"driver", &kPodTemplate, "For drivers; beats `both`."},
    {"executor", &kPodTemplate, "For executors; beats `both`."},
};
const Shape kTemplates{.kind = Kind::object, .name = "templates", .fields = kTemplatesFields};

constexpr Field kRuleFields[] = {
    {"name", &kRuleName, "Unique in the policy; users read it when they are refused.", true},
    {"action", &kAction, "`deny` (default), `warn` or `audit`."},
    {"roles", &kRoles, "driver, executor; absent means all that the policy matches."},
    {"message", &kMessage,
     "What a refused user reads instead of our sentence; {namespace}, {name}, {role}, {policy}, "
     "{rule}, {path}, {found} and {allowed} are filled in."},
};
constexpr Field kRuleKinds[] = {
    {"images", &kImages, "Where images may come from."},
    {"podSecurity", &kPodSecurity, "A level of Kubernetes' Pod Security Standards."},
    {"resources", &kResources, "How much a container or a pod may ask for."},
    {"volumes", &kVolumes, "What a pod may mount, and whose."},
    {"env", &kEnv, "What the environment of containers may be."},
    {"nodeSelection", &kNodeSelection, "Which nodes a pod may ask for."},
    {"serviceAccounts", &kServiceAccounts, "Which service accounts pods may run as."},
    {"priorityClasses", &kPriorityClasses, "Which priority classes pods may have."},
    {"schedulers", &kSchedulers, "Which schedulers may place pods."},
    {"runtimeClasses", &kRuntimeClasses, "Which container runtimes may run pods."},
    {"creators", &kCreators, "Who may create pods."},
    {"containers", &kContainers, "What may run beside Spark."},
    {"ownership", &kOwnership, "Executors belong to their driver, and a pod stays what it is."},
    {"metadata", &kMetadataRule, "Which labels and annotations pods must and may not have."},
};

const Shape kExceptionMatch{
    .kind = Kind::object, .name = "match", .fields = kMatchFields, .may_be_empty = false};
constexpr Field kExceptionFields[] = {
    {"rules", &kRuleNames, "Names of rules of this policy.", true},
    {"match", &kExceptionMatch, "The pods that may break them.", true},
    {"reason", &kText, "Why.", true},
    {"owner", &kText, "Whom to ask about it.", true},
    {"expires", &kDay, "The last day on which it counts, in UTC: 2027-01-31.", true},
};
const Shape kException{.kind = Kind::object, .name = "exception", .fields = kExceptionFields};
const Shape kExceptions{.kind = Kind::list, .name = "list of exceptions", .element = &kException};

const Shape kRules{.kind = Kind::list, .name = "list of rules", .element = &kRule};

constexpr Field kSpecFields[] = {
    {"priority", &kInteger, "Higher wins where two policies want different values; default 0."},
    {"match", &kMatch, "Which pods the policy applies to; absent means all Spark pods."},
    {"mode", &kMode, "`enforce` (default), or `audit`: computed and recorded, nothing changed."},
    {"recognise", &kRecognise, "Which unlabelled pods count as Spark's."},
    {"defaults", &kTemplates, "Fill in what a pod does not say."},
    {"overrides", &kTemplates, "Win over what a pod says."},
    {"secrets", &kSecrets, "Secrets of the pod's namespace, put into the Spark container."},
    {"ownerReferences", &kOwners, "Who owns pods that come without an owner."},
    {"rules", &kRules, "What is refused."},
    {"exceptions", &kExceptions, "Who may break which rules, until when, and why."},
};
const Shape kSpec{.kind = Kind::object, .name = "spec", .fields = kSpecFields};

constexpr Field kPolicyFields[] = {
    {"apiVersion", &kApiVersionShape, "sparkgate.dev/v1", true},
    {"kind", &kPolicyKindShape, "SparkPolicy", true},
    {"metadata", &kMetadata, "Name and owner.", true},
    {"spec", &kSpec, "What the policy does.", true},
};

}  // namespace

const Shape kRule{
    .kind = Kind::object, .name = "rule", .fields = kRuleFields, .one_of = kRuleKinds};
const Shape kSparkPolicy{.kind = Kind::object, .name = "SparkPolicy", .fields = kPolicyFields};

constexpr RuleReader kReaders[] = {
    {"images", read_images},
    {"podSecurity", read_pod_security},
    {"resources", read_resources},
    {"volumes", read_volumes},
    {"env", read_env},
    {"nodeSelection", read_node_selection},
    {"serviceAccounts", read_service_accounts},
    {"priorityClasses", read_priority_classes},
    {"schedulers", read_schedulers},
    {"runtimeClasses", read_runtime_classes},
    {"creators", read_creators},
    {"containers", read_containers},
    {"ownership", read_ownership},
    {"metadata", read_metadata},
};
const std::span<const RuleReader> kRuleReaders = kReaders;

}  // namespace sparkgate::policyfile
