#include "decision/annotations.h"

#include <algorithm>
#include <string>

#include "base/json_text.h"
#include "decision/kubernetes_annotations.h"
#include "decision/message.h"

namespace sparkgate::decision {
namespace {

/// Adds annotations behind a patch that may itself have made the map they go into.
class Annotator {
 public:
  Annotator(View existing, Verdict& verdict) : existing_(existing), verdict_(verdict) {}

  void set(std::string_view key, std::string_view text, const Origin& origin) {
    if (existing_.present() && !existing_.is_object()) return;  // not a pod of the API server
    if (existing_[key].text() == text || !fits(key.size() + text.size())) return;
    std::string value;
    append_json_string(value, text);
    std::string pointer = "/metadata/annotations";
    if (existing_.present() || verdict_.patch.adds(pointer)) {
      append_pointer_token(pointer, key);
    } else {
      std::string map = "{";
      append_json_string(map, key);
      value = map + ":" + value + "}";
    }
    verdict_.patch.add(pointer, value, origin);
  }

 private:
  /// All annotations of a pod have at most 256 KiB; templates leave 4 KiB of them to us.
  bool fits(std::size_t more) const {
    return annotation_bytes(existing_) + more <= kMostAnnotationBytes;
  }

  View existing_;
  Verdict& verdict_;
};

/// What is known and those of `lines` that are not: asked again about a pod that we changed, some
/// of the reasons are gone.
std::string with_new(std::string_view known, const std::vector<std::string>& lines) {
  std::string text(known);
  for (const std::string& line : lines) {
    if (text.find(line) == std::string::npos) text += (text.empty() ? "" : "; ") + line;
  }
  return text;
}

/// Whether `name` is among the comma-separated `names`.
bool is_listed(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    if (names.substr(0, comma) == name) return true;
    names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
  }
  return false;
}

/// "a,b@FINGERPRINT": the policies that the patch is of, the strongest first. Those of an earlier
/// call about this pod, when another webhook changed it in between, stay.
std::string applied(const PolicySet& policies, const Verdict& verdict, std::string_view before) {
  const std::size_t at = before.find('@');
  const bool same_set =
      at != std::string_view::npos && before.substr(at + 1) == policies.fingerprint();
  const std::string_view known = same_set ? before.substr(0, at) : std::string_view();
  const auto& origins = verdict.patch.origins();
  std::string text;
  for (const Policy* policy : verdict.plan.plan->policies) {
    const bool gave = std::any_of(origins.begin(), origins.end(), [&](const Origin* origin) {
      return origin->policy == policy->name;
    });
    if (!gave && !is_listed(known, policy->name)) continue;
    text += (text.empty() ? "" : ",") + policy->name;
  }
  return text + "@" + policies.fingerprint();
}

/// Who is to blame for a warning: the first rule or policy that has one.
const Origin& origin_of_warnings(const Verdict& verdict) {
  for (const Violation& violation : verdict.violations) {
    if (violation.action == Action::warn && !violation.excepted) return violation.rule->origin;
  }
  return verdict.left_out.front().origin;
}

}  // namespace

void annotate(const PolicySet& policies, const Subject& subject, Verdict& verdict) {
  if (!subject.pod["metadata"].is_object()) return;  // not a pod of the API server
  const View existing = subject.pod["metadata"]["annotations"];
  Annotator annotator(existing, verdict);
  const std::vector<std::string> words = warnings(verdict);
  if (!verdict.patch.empty()) {
    const Origin& first = *verdict.patch.origins().front();
    annotator.set(kAppliedAnnotation,
                  applied(policies, verdict, existing[kAppliedAnnotation].text()), first);
  }
  const std::string_view known = existing[kWarningsAnnotation].text();
  if (std::string text = with_new(known, words); text != known) {
    annotator.set(kWarningsAnnotation, text, origin_of_warnings(verdict));
  }
}

}  // namespace sparkgate::decision
