#include "policyfile/rules/metadata.h"

#include "decision/annotations.h"
#include "decision/regular_expression.h"
#include "decision/rules/metadata.h"
#include "decision/selector.h"
#include "policyfile/read_values.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

const Shape kPattern{
    .kind = Kind::text, .name = "RE2", .mistake = decision::RegularExpression::mistake};
constexpr Field kValueFields[] = {
    {"pattern", &kPattern, "A regular expression (RE2) that the whole value matches.", true},
};
const Shape kValue{.kind = Kind::text_or_object,
                   .name = "glob or {pattern: RE2}",
                   .mistake = glob_mistake,
                   .fields = kValueFields};
const Shape kValues{.kind = Kind::map,
                    .name = "map of globs",
                    .mistake = decision::label_key_mistake,
                    .element = &kValue,
                    .may_be_empty = false};

constexpr Field kFields[] = {
    {"requireLabels", &kValues,
     "Labels a pod must have: a glob over the value, or {pattern: RE2}."},
    {"requireAnnotations", &kValues, "The same of annotations."},
    {"forbidLabels", &kGlobs, "Globs over keys that no label of a pod may have."},
    {"forbidAnnotations", &kGlobs, "Globs over keys that no annotation of a pod may have."},
};

std::vector<decision::RequiredKey> required(const Node* map) {
  std::vector<decision::RequiredKey> result;
  for (const Member& member : members(map)) {
    const Node* pattern = member.value.find("pattern");
    result.push_back({member.name, text(pattern ? pattern : &member.value), pattern != nullptr});
  }
  return result;
}

void check_contradiction(const Node* map, const std::vector<std::string>& forbidden,
                         Source& source) {
  for (const Member& member : members(map)) {
    if (decision::Globs(forbidden).any_matches(member.name)) {
      source.tell(Code::pointless_rule, member.at,
                  "'" + member.name + "' is required and forbidden");
    }
  }
}

}  // namespace

const Shape kMetadataRule{
    .kind = Kind::object, .name = "metadata", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_metadata(const Node& value, Source& source) {
  const Node *labels = value.find("requireLabels"), *annotations = value.find("requireAnnotations");
  decision::MetadataRule rule{.require_labels = required(labels),
                              .require_annotations = required(annotations),
                              .forbid_labels = strings(value.find("forbidLabels")),
                              .forbid_annotations = strings(value.find("forbidAnnotations"))};
  check_contradiction(labels, rule.forbid_labels, source);
  check_contradiction(annotations, rule.forbid_annotations, source);
  for (const std::string_view ours :
       {decision::kAppliedAnnotation, decision::kWarningsAnnotation}) {
    if (decision::Globs(rule.forbid_annotations).any_matches(ours)) {
      source.tell(Code::refuses_our_pods, value.find("forbidAnnotations")->at,
                  "sparkgate writes " + std::string(ours) + " itself: such pods are refused");
    }
  }
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
