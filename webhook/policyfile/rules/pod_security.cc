#include "policyfile/rules/pod_security.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "decision/rules/pod_security.h"
#include "policyfile/read_values.h"
#include "policyfile/suggest.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;
using decision::PodSecurityRule;
using decision::pod_security::Control;
using decision::pod_security::controls_in_force;
using decision::pod_security::kControlIds;
using decision::pod_security::kNewestMinor;
using decision::pod_security::Level;

/// N of "v1.N", or -1. Kubernetes takes no leading zeros.
int minor_of(std::string_view version) {
  if (!version.starts_with("v1.")) return -1;
  const std::string_view digits = version.substr(3);
  if (digits.empty() || (digits.size() > 1 && digits[0] == '0') || digits[0] == '-') return -1;
  int minor = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
  return error == std::errc() && end == digits.data() + digits.size() ? minor : -1;
}

std::string version_mistake(std::string_view text) {
  if (text == "latest" || minor_of(text) >= 0) return "";
  return "a version is 'latest' or one of Kubernetes such as 'v1.34'";
}

std::string name_of(int minor) {
  return "v1." + std::to_string(minor);
}

constexpr std::array<std::string_view, 2> kLevelChoices = {"baseline", "restricted"};
const Shape kLevel{.kind = Kind::choice, .name = "level", .choices = kLevelChoices};
const Shape kVersion{.kind = Kind::text, .name = "version", .mistake = version_mistake};
const Shape kControl{.kind = Kind::choice, .name = "control", .choices = kControlIds};
const Shape kControls{.kind = Kind::list, .name = "list of controls", .element = &kControl};

constexpr Field kFields[] = {
    {"level", &kLevel, "`baseline` or `restricted`, as in Kubernetes' Pod Security Standards.",
     true},
    {"version", &kVersion, "`latest` (default), or the version of Kubernetes they are taken from."},
    {"except", &kControls, "Controls that do not count, by the ids that Kubernetes gives them."},
};

/// Why an exception takes nothing away, or "".
std::string why_useless(const PodSecurityRule& rule, const std::string& id) {
  std::vector<std::string> others = rule.except;
  others.erase(std::remove(others.begin(), others.end(), id), others.end());
  std::vector<std::string_view> in_force;
  for (const Control* one : controls_in_force(rule.level, rule.minor, others)) {
    if (one->id == id) return "";
    if (one->contains == id) {
      return "control '" + id + "' is part of '" + std::string(one->id) +
             "' here; except that one, too";
    }
    in_force.push_back(one->id);
  }
  const Control& control = decision::pod_security::first_row(id);
  const std::string why = control.level > rule.level ? " is of level restricted"
                                                     : " came with " + name_of(control.since) +
                                                           ", after " + name_of(rule.minor);
  return "control '" + id + "'" + why + did_you_mean(id, in_force);
}

void check_exceptions(const Node* list, const PodSecurityRule& rule, Source& source) {
  for (const Node& item : items(list)) {
    const std::string id = item.text();
    if (std::find(std::begin(kControlIds), std::end(kControlIds), id) == std::end(kControlIds))
      continue;
    const std::string why = why_useless(rule, id);
    if (!why.empty()) source.tell(Code::wrong_value, item.at, why);
  }
}

}  // namespace

const Shape kPodSecurity{
    .kind = Kind::object, .name = "podSecurity", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_pod_security(const Node& value, Source& source) {
  PodSecurityRule rule;
  const std::string level = text(value.find("level"));
  if (level == "baseline") rule.level = Level::baseline;
  const Node* version = value.find("version");
  if (const int minor = minor_of(text(version)); minor > kNewestMinor) {
    source.tell(Code::unknown_version, version->at,
                name_of(minor) + " counts as " + name_of(kNewestMinor) +
                    ", the newest version that is known here");
  } else if (minor >= 0) {
    rule.minor = minor;
  }
  rule.except = strings(value.find("except"));
  const bool known_level = level == kLevelChoices[0] || level == kLevelChoices[1];
  if (known_level) check_exceptions(value.find("except"), rule, source);
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
