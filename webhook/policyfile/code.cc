#include "policyfile/code.h"

#include <algorithm>
#include <array>

namespace sparkgate::policyfile {
namespace {

using enum Severity;

constexpr CodeEntry kCodes[] = {
    {Code::unreadable_file, "unreadable-file", error, "A file cannot be read, or is over 4 MiB.",
     "give the file back its rights, or split it"},
    {Code::yaml, "yaml", error,
     "The text is no YAML, or YAML that is not read: a key twice, `<<`, a tag, too much of it.",
     "take out the second `images:`"},
    {Code::unknown_key, "unknown-key", error, "A key or kind that there is not.",
     "write `priority`, not `prioritty`"},
    {Code::missing_key, "missing-key", error, "A key that has to be there is not.",
     "add `owner: jane@corp` to the exception"},
    {Code::wrong_type, "wrong-type", error, "A value of another type than the key takes.",
     "quote it: `cost-center: \"42\"`"},
    {Code::wrong_value, "wrong-value", error,
     "A value that cannot be, or that an API server would refuse.", "write `8Gi`, not `8GB`"},
    {Code::empty_value, "empty-value", error,
     "A list or map without entries reads as \"none\" and would mean \"all\".",
     "leave out `namespaces: []`"},
    {Code::duplicate_name, "duplicate-name", error,
     "Two things of one name, or two ways to say one thing.",
     "rename the second policy `analytics`"},
    {Code::conflict, "conflict", error,
     "Policies of one priority want different values for one field of a pod.",
     "give one of them `priority: 10`"},
    {Code::template_file, "template-file", error, "A template file that cannot be used.",
     "put `executor.template.yaml` beside the policy"},
    {Code::protected_field, "protected-field", error, "A field that is Spark's or sparkgate's own.",
     "leave the label `spark-role` out"},
    {Code::directive, "directive", error, "A word of the merge (`$patch`, null) in a wrong place.",
     "move `$patch: delete` to `overrides`"},
    {Code::pointless_rule, "pointless-rule", error,
     "A rule that allows all, or that no pod can meet.", "write `requireDigest: true`"},
    {Code::spark_only, "spark-only", error,
     "Templates, secrets and owners are for Spark pods, and the policy is for all.",
     "put the rules into a policy of their own, with `pods: all`"},
    {Code::unknown_rule, "unknown-rule", error, "An exception names a rule that there is not.",
     "name a rule of the same policy"},
    {Code::test_pod, "test-pod", error, "The pod of a test cannot be found, read or changed.",
     "write `pod: {file: pods/driver.json}`"},
    {Code::test_policies, "test-policies", error,
     "The policies of a test cannot be found or loaded.", "write `policies: ..`"},
    {Code::test_table, "test-table", error, "A table of a test and its `${COLUMN}` do not fit.",
     "name the column `image` in each row"},
    {Code::test_expectation, "test-expectation", error, "A test expects nothing.",
     "write `expect: {allowed: true}`"},
    {Code::bad_ignore, "bad-ignore", warning,
     "A comment `sparkgate: ignore` without a code, without a reason, or about a mistake.",
     "write `# sparkgate: ignore unused-template kept for the next release`"},
    {Code::container_without_image, "container-without-image", warning,
     "A container without an image is never added to a pod.", "name it `$spark`, or add an image"},
    {Code::config_map_size, "config-map-size", warning,
     "The files are too large for the one ConfigMap that the manifests make.",
     "split the directory"},
    {Code::does_nothing, "does-nothing", warning, "A policy without templates, secrets and rules.",
     "take it out"},
    {Code::doubtful_value, "doubtful-value", warning,
     "A value that hardly means what it says, or that some API servers refuse.",
     "write `*:*` for the accounts of all namespaces"},
    {Code::exception_ended, "exception-ended", warning, "An exception counts no more.",
     "take it out"},
    {Code::never_applies, "never-applies", warning,
     "No pod can meet these conditions: they contradict each other or those around them.",
     "take `roles: [driver]` out of the executors' policy"},
    {Code::pods_all, "pods-all", warning,
     "With roles or launchers, `pods: all` still means Spark's.", "leave `pods: all` out"},
    {Code::refuses_our_pods, "refuses-our-pods", warning,
     "A rule refuses every pod that sparkgate changes.",
     "forbid other annotations than `sparkgate.dev/*`"},
    {Code::set_by_spark, "set-by-spark", warning,
     "A template file says what Spark sets itself or ignores; it is left out.",
     "use `overrides`, or `spark.executor.memory`"},
    {Code::shadowed_rule, "shadowed-rule", warning,
     "Another rule refuses the same in all these pods already.", "take one of them out"},
    {Code::unknown_field, "unknown-field", warning,
     "A field of a pod that is not known here; API servers drop what they do not know.",
     "see how the field is spelled in `kubectl explain pod.spec`"},
    {Code::unused_template, "unused-template", warning, "No policy names this template file.",
     "write `templateFile: executor.template.yaml`"},
    {Code::exception_ends, "exception-ends", note, "An exception ends within 14 days.",
     "set `expires` to a later day, with the owner's word"},
    {Code::needs_in_cluster, "needs-in-cluster", note,
     "Pods get the name of something that has to be in the cluster.",
     "`kubectl create priorityclass spark-driver --value=1000`"},
    {Code::template_reading, "template-reading", note,
     "A template file is read in another way than Spark reads it.",
     "name the container `spark-kubernetes-executor`"},
    {Code::unknown_version, "unknown-version", note,
     "A version of Pod Security that is newer than this program.", "write `version: latest`"},
    {Code::unused_ignore, "unused-ignore", note, "An ignore comment that silences nothing.",
     "take it out"},
};

}  // namespace

std::span<const CodeEntry> all_codes() {
  return kCodes;
}

const CodeEntry& entry_of(Code code) {
  return kCodes[static_cast<std::size_t>(code)];
}

const CodeEntry* find_code(std::string_view name) {
  const auto* found = std::find_if(std::begin(kCodes), std::end(kCodes),
                                   [&](const CodeEntry& entry) { return entry.name == name; });
  return found == std::end(kCodes) ? nullptr : found;
}

std::string_view name_of(Severity severity) {
  return severity == error ? "error" : severity == warning ? "warning" : "note";
}

}  // namespace sparkgate::policyfile
