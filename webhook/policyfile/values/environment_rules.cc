#include <algorithm>
#include <array>
#include <span>

#include "decision/quantity.h"
#include "decision/selector.h"
#include "policyfile/suggest.h"
#include "policyfile/values/rules.h"
#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {
namespace {

using decision::Quantity;
using std::string_view;

constexpr std::array<string_view, 10> kVariableFields = {
    "metadata.name",           "metadata.namespace", "metadata.uid",   "spec.nodeName",
    "spec.serviceAccountName", "status.hostIP",      "status.hostIPs", "status.podIP",
    "status.podIPs",           "spec.host"};
constexpr std::size_t kShownVariableFields = 9;  // spec.host is an old name of spec.nodeName

constexpr std::array<string_view, 5> kFileFields = {"metadata.name", "metadata.namespace",
                                                    "metadata.labels", "metadata.annotations",
                                                    "metadata.uid"};

constexpr std::array<string_view, 6> kResourceFields = {
    "limits.cpu",   "limits.memory",   "limits.ephemeral-storage",
    "requests.cpu", "requests.memory", "requests.ephemeral-storage"};

/// `metadata.labels['team']`: one label or annotation. True when the path has that form; then what
/// is wrong with it has been said.
bool subscripted(const Place& reference, string_view path) {
  const std::size_t open = path.find("['");
  if (open == string_view::npos || open == 0 || !path.ends_with("']")) return false;
  const string_view map = path.substr(0, open);
  std::string key(path.substr(open + 2, path.size() - std::min(path.size(), open + 4)));
  if (map != "metadata.labels" && map != "metadata.annotations") {
    reference.refuse("fieldPath", "is '" + std::string(path) +
                                      "': only metadata.labels and metadata.annotations have keys");
    return true;
  }
  if (map == "metadata.annotations") key = lower_case(key);
  const std::string why = decision::label_key_mistake(key);
  if (!why.empty()) reference.refuse("fieldPath", "is '" + std::string(path) + "': " + why);
  return true;
}

void field_path(const Place& owner, std::span<const string_view> known, std::size_t shown) {
  const Place reference = owner.at("fieldRef");
  const std::string path = reference.text("fieldPath");
  if (path.empty() || subscripted(reference, path)) return;
  if (std::find(known.begin(), known.end(), path) != known.end()) return;
  const std::vector<string_view> words(known.begin(), known.begin() + static_cast<long>(shown));
  reference.refuse("fieldPath",
                   "must be " + either(words) + ", not '" + path + "'" + did_you_mean(path, words));
}

/// Whether an amount is written with an exponent ("1e3"; "1E" is a unit): Kubernetes keeps it so,
/// and knows it among no units.
bool has_exponent(string_view amount) {
  const std::size_t e = amount.find_first_of("eE");
  return e != string_view::npos && e + 1 < amount.size();
}

/// What an amount may be counted in: 1m or 1 of cpu; one of a unit of the rest.
bool is_divisor(string_view resource, string_view divisor) {
  constexpr std::array<string_view, 2> kCpu = {"1m", "1"};
  constexpr std::array<string_view, 7> kDecimal = {"1", "1k", "1M", "1G", "1T", "1P", "1E"};
  constexpr std::array<string_view, 6> kBinary = {"1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"};
  const auto amount = Quantity::parse(divisor);
  if (!amount || amount->is_zero()) return true;  // a mistake already, or 1
  const auto is_one_of = [&](const auto& units) {
    return std::any_of(units.begin(), units.end(),
                       [&](string_view unit) { return Quantity::parse(unit) == amount; });
  };
  if (has_exponent(divisor)) return amount == Quantity::parse("1");
  if (resource.ends_with(".cpu")) return is_one_of(kCpu);
  return divisor.ends_with('i') ? is_one_of(kBinary) : is_one_of(kDecimal);
}

void resource_field(const Place& owner) {
  const Place reference = owner.at("resourceFieldRef");
  const std::string resource = reference.text("resource");
  if (resource.empty()) return;
  const bool pages =
      resource.starts_with("limits.hugepages-") || resource.starts_with("requests.hugepages-");
  if (!pages && std::find(kResourceFields.begin(), kResourceFields.end(), resource) ==
                    kResourceFields.end()) {
    return reference.refuse(
        "resource", "must be " + either(kResourceFields) + ", or one of hugepages, not '" +
                        resource + "'" +
                        did_you_mean(resource, {kResourceFields.begin(), kResourceFields.end()}));
  }
  const Node* divisor = reference.find("divisor");
  if (!divisor || divisor->kind != Node::Kind::scalar) return;
  const std::string text = divisor->is_text() ? divisor->text() : divisor->scalar.dump();
  if (is_divisor(resource, text)) return;
  reference.refuse("divisor", resource.ends_with(".cpu")
                                  ? "must be 1m or 1, not " + text
                                  : "must be 1 or one of a unit such as 1Mi, not " + text);
}

}  // namespace

void env_from_rules(const Place& source) {
  source.needs_one("configMapRef or secretRef");
}

void env_source_rules(const Place& source) {
  source.needs_one("fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef or fileKeyRef");
  field_path(source, kVariableFields, kShownVariableFields);
  resource_field(source);
}

void downward_file_rules(const Place& file) {
  file.needs_one("fieldRef or resourceFieldRef");
  field_path(file, kFileFields, kFileFields.size());
  resource_field(file);
  const Place reference = file.at("resourceFieldRef");
  if (file.has("resourceFieldRef") && reference.text("containerName").empty()) {
    reference.refuse("needs 'containerName'");
  }
}

}  // namespace sparkgate::policyfile
