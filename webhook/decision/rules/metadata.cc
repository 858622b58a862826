#include "decision/rules/metadata.h"

#include <string_view>
#include <utility>
#include <variant>

#include "decision/regular_expression.h"

namespace sparkgate::decision {
namespace {

using Pattern = std::variant<Glob, RegularExpression>;

Pattern pattern_of(const RequiredKey& required) {
  if (required.expression) return RegularExpression(required.value);
  return Glob(required.value);
}

/// One required key, ready to be asked.
class Required {
 public:
  explicit Required(const RequiredKey& required)
      : key_(required.key), value_(pattern_of(required)) {}

  void check(View entries, const std::string& field, Findings& findings) const {
    const View entry = entries[key_];
    const std::string_view value = entry.text();
    const bool fits =
        std::visit([&](const auto& pattern) { return pattern.matches(value); }, value_);
    if (entry.present() && fits) return;
    const std::string path = field + key_, found(value);
    const bool glob = std::holds_alternative<Glob>(value_);
    const std::string allowed =
        std::visit([](const auto& pattern) { return pattern.text(); }, value_);
    if (!entry.present()) {
      const std::string must = glob ? "; it has to be " : "; it has to match ";
      return findings.push_back({path, "", allowed, path + " is missing" + must + allowed});
    }
    const char* differs = glob ? "\" is not " : "\" does not match ";
    findings.push_back({path, found, allowed, path + " \"" + found + differs + allowed});
  }

 private:
  std::string key_;
  Pattern value_;
};

/// What is asked of labels, or of annotations.
class Keys {
 public:
  Keys(const char* name, const std::vector<RequiredKey>& required,
       const std::vector<std::string>& forbidden)
      : name_(name), required_(required.begin(), required.end()), forbidden_(forbidden) {}

  void check(View pod, Findings& findings) const {
    const View entries = pod["metadata"][name_];
    const std::string field = "metadata." + name_ + ".";
    for (const Required& required : required_) required.check(entries, field, findings);
    if (forbidden_.empty()) return;
    for (const auto [key, value] : entries.members()) forbidden(key, field, findings);
  }

 private:
  void forbidden(std::string_view key, const std::string& field, Findings& findings) const {
    const Glob* glob = forbidden_.first_match(key);
    if (!glob) return;
    const std::string path = field + std::string(key);
    const std::string by = glob->is_literal() ? "" : " (" + glob->text() + ")";
    findings.push_back(
        {path, std::string(key), "not " + glob->text(), path + " is forbidden" + by});
  }

  std::string name_;
  std::vector<Required> required_;
  Globs forbidden_;
};

class MetadataCheck : public Check {
 public:
  explicit MetadataCheck(const MetadataRule& rule)
      : labels_("labels", rule.require_labels, rule.forbid_labels),
        annotations_("annotations", rule.require_annotations, rule.forbid_annotations) {}

  void run(const Subject& subject, Findings& findings) const override {
    labels_.check(subject.pod, findings);
    annotations_.check(subject.pod, findings);
  }

 private:
  Keys labels_, annotations_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const MetadataRule& rule) {
  return std::make_unique<MetadataCheck>(rule);
}

}  // namespace sparkgate::decision
