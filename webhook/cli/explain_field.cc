#include "cli/explain_field.h"

#include <algorithm>
#include <optional>

#include "cli/field_path.h"
#include "policytest/deciders.h"

namespace sparkgate::cli {
namespace {

using decision::Fragment;
using decision::Policy;
using decision::Role;
using nlohmann::json;

bool same_place(const Provenance& a, const Provenance& b) {
  return a.policy == b.policy && a.file == b.file && a.line == b.line && a.column == b.column;
}

/// Whether one path is the other or leads to it.
bool leads_to(const std::string& path, const std::string& other) {
  return other.starts_with(path) && (other.size() == path.size() || other[path.size()] == '.');
}

/// Collects what policies say of one place in one pod.
class Asking {
 public:
  Asking(const Examined& examined, const Explained& explained, FieldPath path)
      : examined_(examined), explained_(explained), path_(std::move(path)) {
    const std::string pointer = path_.pointer(examined.after);
    for (const std::size_t i : policytest::deciders(examined.before, examined.patch, pointer)) {
      const json& operation = examined.patch[i];
      changes_.push_back({operation["op"].get<std::string>(), operation["path"].get<std::string>(),
                          operation.value("value", json()), examined.provenance[i]});
    }
  }

  const std::vector<AppliedPolicy::Gift>& changes() const { return changes_; }

  std::vector<Claim> claims() {
    for (const char* as : {"override", "default"}) {
      for (const AppliedPolicy& applied : explained_.applies) claims_of(applied, as);
    }
    return std::move(claims_);
  }

 private:
  void claims_of(const AppliedPolicy& applied, const std::string& as) {
    const Policy& policy = *applied.policy;
    const bool wins = as == "override";
    const decision::Templates& templates = wins ? policy.overrides : policy.defaults;
    const bool driver = examined_.role == name_of(Role::driver);
    for (const auto* part : {driver ? &templates.driver : &templates.executor, &templates.both}) {
      if (*part) claim(applied, as, **part);
    }
    for (const decision::Secret& secret : policy.secrets) {
      const unsigned mine = decision::bit(driver ? Role::driver : Role::executor);
      if (secret.replace != wins || (secret.roles != 0 && (secret.roles & mine) == 0)) continue;
      claim(applied, "secret", secret.pod_template);
    }
  }

  void claim(const AppliedPolicy& applied, const std::string& as, const Fragment& pod_template) {
    const Fragment* said = path_.said(pod_template);
    if (!said) return;
    Claim one{applied.policy, as, to_json(*said), place_of(said->origin)};
    one.outcome = outcome(one, applied);
    one.won = one.outcome == kSetIt;
    claims_.push_back(std::move(one));
  }

  std::string outcome(const Claim& claim, const AppliedPolicy& applied) const {
    if (claim.policy->mode == decision::Mode::audit) return "recorded only: its mode is audit";
    for (const AppliedPolicy::Omission& one : applied.left_out) {
      if (same_place(one.from, claim.from)) return "left out: " + one.reason;
    }
    const json stored = path_.value(examined_.after), sent = path_.value(examined_.before);
    const bool changed = std::any_of(changes_.begin(), changes_.end(), [&](const auto& change) {
      return change.from.policy == claim.policy->name;
    });
    const bool scalar = !claim.value.is_structured(), same = scalar && claim.value == stored;
    if (changed && (same || !scalar)) return kSetIt;
    if (std::string lost = defeat(claim); !lost.empty()) return lost;
    if (same) return stored == sent ? "the pod says the same" : "says the same as who set it";
    if (claim.as == "default" && !sent.is_null()) {
      return "the pod says it itself, and a default only fills in";
    }
    const bool outdone = std::any_of(claims_.begin(), claims_.end(), [&](const Claim& other) {
      return other.policy == claim.policy && other.won;
    });
    return outdone ? "lost to what the same policy says above" : "not given";
  }

  /// Who kept it out, in words; empty when nobody did. What lost may be all that is around it.
  std::string defeat(const Claim& claim) const {
    const std::string place = path_.text();
    for (const AppliedPolicy& winner : explained_.applies) {
      for (const AppliedPolicy::Victory& one : winner.beats) {
        const bool this_one = one.loser.policy == claim.policy->name &&
                              one.loser.file == claim.from.file &&
                              one.loser.line <= claim.from.line && leads_to(one.path, place);
        if (one.audited || !this_one) continue;
        return "lost to " + one.winner.policy + " (" + one.winner.file + ":" +
               std::to_string(one.winner.line) + "): " + one.why;
      }
    }
    return {};
  }

  static constexpr const char* kSetIt = "set it";

  const Examined& examined_;
  const Explained& explained_;
  FieldPath path_;
  std::vector<AppliedPolicy::Gift> changes_;
  std::vector<Claim> claims_;
};

}  // namespace

ExplainedField explain_field(const Input& input, const decision::PolicySet& policies,
                             const std::string& field) {
  const Examined examined = examine(input, policies);
  ExplainedField result;
  static_cast<AskedPod&>(result) = examined;
  result.field = field;
  if (!result.error.empty() || !examined.after.is_object()) return result;
  FieldPath path = FieldPath::find(examined.after, field, examined.spark_container, result.error);
  if (!result.error.empty()) {
    result.error = "--field " + field + ": " + result.error;
    return result;
  }
  result.field = path.text();
  result.sent = path.value(examined.before);
  result.stored = path.value(examined.after);
  const Explained explained = explain(input, policies);
  Asking asking(examined, explained, std::move(path));
  result.changes = asking.changes();
  result.claims = asking.claims();
  return result;
}

}  // namespace sparkgate::cli
