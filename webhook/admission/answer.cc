#include "admission/answer.h"

#include <vector>

#include "admission/base64.h"
#include "base/json_text.h"
#include "decision/message.h"

namespace sparkgate::admission {
namespace {

using decision::Verdict;
using decision::Violation;

constexpr std::size_t kMaxCauses = 50;         // machines get more than the ten a person reads
constexpr std::size_t kMaxAnnotation = 65536;  // of one audit annotation

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_json_string(out, name);
  out += ':';
  append_json_string(out, text);
}

void append_head(std::string& out, const Review& review, bool allowed) {
  out += '{';
  append_member(out, "kind", review.kind);
  out += ',';
  append_member(out, "apiVersion", review.api_version);
  out += R"(,"response":{)";
  append_member(out, "uid", review.uid);
  out += allowed ? R"(,"allowed":true)" : R"(,"allowed":false)";
}

void append_causes(std::string& out, const Verdict& verdict) {
  std::size_t count = 0;
  for (const Violation& violation : verdict.violations) {
    if (!denies(violation) || count == kMaxCauses) continue;
    out += count++ == 0 ? "{" : ",{";
    append_member(out, "reason", violation.rule->name);
    out += ',';
    append_member(out, "message", violation.message);
    out += ',';
    append_member(out, "field", violation.finding.path);
    out += '}';
  }
}

void append_denial(std::string& out, const Review& review, const Verdict& verdict) {
  out += R"(,"status":{"status":"Failure",)";
  append_member(out, "message", decision::denial(verdict, review.request.namespace_name));
  out += R"(,"reason":"Forbidden","details":{"causes":[)";
  append_causes(out, verdict);
  out += R"(]},"code":403})";
}

void append_patch(std::string& out, const Verdict& verdict) {
  out += R"(,"patch":")";
  append_base64(out, verdict.patch.json());
  out += R"(","patchType":"JSONPatch")";
}

void append_warnings(std::string& out, const std::vector<std::string>& warnings) {
  out += R"(,"warnings":[)";
  for (std::size_t i = 0; i < warnings.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, warnings[i]);
  }
  out += ']';
}

std::string policy_names(const Verdict& verdict) {
  std::string names;
  for (const decision::Policy* policy : verdict.plan.plan->policies) {
    names += (names.empty() ? "" : ",") + policy->name;
  }
  return names;
}

/// "analytics/approved-registries deny spec.containers[0].image; …"
std::string violation_names(const Verdict& verdict) {
  std::string names;
  for (const Violation& violation : verdict.violations) {
    if (names.size() > kMaxAnnotation) break;
    if (violation.excepted) continue;
    names += (names.empty() ? "" : "; ") + violation.policy->name + "/" + violation.rule->name +
             " " + std::string(name_of(violation.action)) + " " + violation.finding.path;
  }
  return names;
}

/// "analytics/approved-registries spec.containers[0].image by jane@corp until 2027-01-31; …"
std::string used_exceptions(const Verdict& verdict) {
  std::string text;
  for (const Violation& violation : verdict.violations) {
    if (text.size() > kMaxAnnotation) break;
    if (!violation.excepted) continue;
    text += (text.empty() ? "" : "; ") + violation.policy->name + "/" + violation.rule->name + " " +
            violation.finding.path + " by " + violation.excepted->owner + " until " +
            decision::text_of(violation.excepted->expires);
  }
  return text;
}

/// Keys without '/', values that are the same when we are called again for one pod: a later call
/// that changes nothing has no `operations`.
void append_audit(std::string& out, const Verdict& verdict, std::string_view fingerprint) {
  out += R"(,"auditAnnotations":{)";
  append_member(out, "fingerprint", fingerprint);
  out += ',';
  append_member(out, "policies", policy_names(verdict));
  if (!verdict.patch.empty()) {
    out += ',';
    append_member(out, "operations", std::to_string(verdict.patch.size()));
  }
  if (!verdict.audited_patch.empty() && verdict.audited_patch.json().size() <= kMaxAnnotation) {
    out += ',';
    append_member(out, "audited-patch", verdict.audited_patch.json());
  }
  if (const std::string owner = decision::text_of(verdict.adoption); !owner.empty()) {
    out += ',';
    append_member(out, "owner", owner);
  }
  if (const std::string violations = violation_names(verdict); !violations.empty()) {
    out += ',';
    append_member(out, "violations", violations);
  }
  if (const std::string exceptions = used_exceptions(verdict); !exceptions.empty()) {
    out += ',';
    append_member(out, "exceptions", exceptions);
  }
  out += '}';
}

}  // namespace

void append_answer(std::string& out, const Review& review, const Verdict& verdict,
                   std::string_view fingerprint) {
  append_head(out, review, verdict.allowed);
  if (!verdict.allowed) append_denial(out, review, verdict);
  if (!verdict.patch.empty()) append_patch(out, verdict);
  if (!verdict.violations.empty() || !verdict.left_out.empty()) {
    const std::vector<std::string> warnings = decision::warnings(verdict);
    if (!warnings.empty()) append_warnings(out, warnings);
  }
  append_audit(out, verdict, fingerprint);
  out += "}}";
}

void append_pass(std::string& out, const Review& review, std::string_view fingerprint) {
  append_head(out, review, true);
  out += R"(,"auditAnnotations":{)";
  append_member(out, "fingerprint", fingerprint);
  out += "}}}";
}

void append_failure(std::string& out, int code, std::string_view message) {
  out += R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":)";
  out += std::to_string(code) + ",";
  append_member(out, "message", message);
  out += "}";
}

}  // namespace sparkgate::admission
