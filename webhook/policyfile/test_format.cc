#include "policyfile/test_format.h"

#include <algorithm>
#include <array>

#include "policyfile/format.h"
#include "policyfile/words.h"

// The format of tests, whole: one line a key. policies/README.md says the same in prose.

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;
using std::string_view;

constexpr std::array<string_view, 1> kApiVersions = {kApiVersion};
constexpr std::array<string_view, 1> kKinds = {"SparkPolicyTest"};
constexpr std::array<string_view, 3> kOperations = {"CREATE", "UPDATE", "DELETE"};
constexpr std::array<string_view, 3> kActions = {"deny", "warn", "audit"};

std::string test_name_mistake(string_view text) {
  if (text.empty()) return "a test without a name cannot be told from others";
  const bool line = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  return line ? "" : "a name is one line, without control characters";
}

std::string account_mistake(string_view text) {
  const auto colon = text.find(':');
  const bool good = colon != string_view::npos && colon > 0 && colon + 1 < text.size();
  return good ? "" : "must be NAMESPACE:NAME";
}

std::string part_mistake(string_view text) {
  return text.empty() ? "every sentence has the empty part" : "";
}

std::string column_mistake(string_view text) {
  const bool good = !text.empty() && text.find_first_of("${}") == string_view::npos;
  return good ? "" : "a column has a name without '$', '{' and '}'";
}

const Shape kApiVersionShape{.kind = Kind::choice, .name = "version", .choices = kApiVersions};
const Shape kKind{.kind = Kind::choice, .name = "kind", .choices = kKinds};
const Shape kObjectName{.kind = Kind::text, .name = "name", .mistake = object_name_mistake};
const Shape kTestName{.kind = Kind::text, .name = "name", .mistake = test_name_mistake};
const Shape kAccount{.kind = Kind::text, .name = "account", .mistake = account_mistake};
const Shape kOperation{.kind = Kind::choice, .name = "operation", .choices = kOperations};
const Shape kAction{.kind = Kind::choice, .name = "action", .choices = kActions};
const Shape kAnything{.kind = Kind::anything, .name = "value"};
const Shape kMap{.kind = Kind::pod, .name = "map"};
const Shape kMaps{.kind = Kind::list, .name = "list", .element = &kMap};
const Shape kPart{.kind = Kind::text, .name = "part of a sentence", .mistake = part_mistake};
const Shape kSet{
    .kind = Kind::map, .name = "map of values", .element = &kAnything, .may_be_empty = false};
const Shape kTexts{
    .kind = Kind::list, .name = "list of strings", .element = &kText, .may_say_none = true};
const Shape kParts{
    .kind = Kind::list, .name = "list of parts", .element = &kPart, .may_say_none = true};
const Shape kPatch{
    .kind = Kind::list, .name = "list of changes", .element = &kAnything, .may_say_none = true};
const Shape kRow{.kind = Kind::map,
                 .name = "row",
                 .mistake = column_mistake,
                 .element = &kAnything,
                 .may_be_empty = false};

constexpr Field kMetadataFields[] = {
    {"name", &kObjectName, "Of the suite, in reports.", true},
    {"annotations", &kStringMap, "For your own use."},
    {"labels", &kStringMap, "For your own use."},
};
const Shape kMetadata{.kind = Kind::object, .name = "metadata", .fields = kMetadataFields};

constexpr Field kPodFields[] = {
    {"document", &kInteger, "Which object of the file, from 1; needed when it holds several."},
    {"set", &kSet, "What is other: value by path, `spec.containers[0].image`; null removes."},
};
constexpr Field kPodSources[] = {
    {"file", &kText, "A Pod, a List or an AdmissionReview; relative to this file."},
    {"inline", &kMap, "The pod itself."},
};
const Shape kTestedPod{
    .kind = Kind::object, .name = "pod", .fields = kPodFields, .one_of = kPodSources};

const Shape kDay{.kind = Kind::text, .name = "day", .mistake = day_mistake};
const Shape kExtra{
    .kind = Kind::map, .name = "map of lists", .element = &kTexts, .may_be_empty = false};

constexpr Field kRequestFields[] = {
    {"namespace", &kText, "Where the pod is created."},
    {"user", &kText, "Who sends it."},
    {"groups", &kTexts, "The sender's groups."},
    {"serviceAccount", &kAccount, "NAMESPACE:NAME: the service account that sends it."},
    {"extra", &kExtra, "The sender's `userInfo.extra`: what its token is bound to, say."},
    {"operation", &kOperation, "CREATE, UPDATE or DELETE."},
    {"oldObject", &kTestedPod, "The pod before an UPDATE; as `pod`."},
    {"date", &kDay, "The day on which it is sent, for exceptions that end: 2027-01-31."},
};
const Shape kRequest{.kind = Kind::object, .name = "request", .fields = kRequestFields};

constexpr Field kViolationFields[] = {
    {"policy", &kText, "The policy's name."},
    {"rule", &kText, "The rule's name."},
    {"action", &kAction, "deny, warn or audit."},
    {"path", &kText, "Where in the pod."},
    {"found", &kText, "What stands there."},
    {"allowed", &kText, "What may stand there."},
    {"message", &kPart, "A part of the sentence."},
    {"excepted", &kBoolean, "Whether an exception lets it pass."},
};
const Shape kViolation{.kind = Kind::object, .name = "violation", .fields = kViolationFields};
const Shape kViolations{
    .kind = Kind::list, .name = "list of violations", .element = &kViolation, .may_say_none = true};

constexpr Field kExpectFields[] = {
    {"allowed", &kBoolean, "Whether the pod is let in."},
    {"pod", &kMap, "What the stored pod has; null: it has not. Other fields do not matter."},
    {"violations", &kViolations, "Rules that are broken, each in a few of its fields; []: none."},
    {"warnings", &kParts, "Parts of what the user is warned of; []: no warning."},
    {"patch", &kPatch, "[]: nothing is changed."},
    {"policies", &kTexts, "Policies that apply; []: none."},
};
const Shape kExpect{.kind = Kind::object, .name = "expect", .fields = kExpectFields};

constexpr Field kTestFields[] = {
    {"name", &kTestName, "What it shows, in a sentence.", true},
    {"pod", &kTestedPod, "The pod that is sent.", true},
    {"request", &kRequest, "Who sends it and where to, where the pod's file does not say."},
    {"each", &kTestRows, "A table: the test runs once a row, `${COLUMN}` filled in."},
    {"expect", &kExpect, "What comes of it.", true},
};
const Shape kTests{.kind = Kind::list, .name = "list of tests", .element = &kPolicyTest};

constexpr Field kDocumentFields[] = {
    {"apiVersion", &kApiVersionShape, "sparkgate.dev/v1", true},
    {"kind", &kKind, "SparkPolicyTest", true},
    {"metadata", &kMetadata, "Name.", true},
    {"policies", &kText, "Policy directory or file, relative to this file; default `.`."},
    {"tests", &kTests, "Pods and what is expected of them; the server does not look at it.", true},
};
constexpr Field kOutlineFields[] = {
    kDocumentFields[0],
    kDocumentFields[1],
    kDocumentFields[2],
    kDocumentFields[3],
    {"tests", &kMaps, kDocumentFields[4].doc, true},
};

}  // namespace

const Shape kTestRows{.kind = Kind::list, .name = "list of rows", .element = &kRow};
const Shape kPolicyTest{.kind = Kind::object, .name = "test", .fields = kTestFields};
const Shape kSparkPolicyTest{
    .kind = Kind::object, .name = "SparkPolicyTest", .fields = kDocumentFields};
const Shape kSparkPolicyTestOutline{
    .kind = Kind::object, .name = "SparkPolicyTest", .fields = kOutlineFields};

}  // namespace sparkgate::policyfile
