#include "decision/rules/node_selection.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "decision/rules/allowed_names.h"

namespace sparkgate::decision {
namespace {

constexpr const char* kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
constexpr const char* kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";

std::string joined(const std::vector<std::string>& words) {
  return Globs(words).text();  // which cuts long lists
}

bool has(const std::vector<std::string>& values, View value) {
  return value.is_text() && std::find(values.begin(), values.end(), value.text()) != values.end();
}

/// Whether a term selects no nodes but those with the label.
bool requires_label(View term, const RequiredLabel& label) {
  for (const View one : term["matchExpressions"].items()) {
    if (one["key"].text() != label.key || one["operator"].text() != "In") continue;
    bool all = one["values"].size() > 0 && one["values"].is_list();
    for (const View value : one["values"].items()) all = all && has(label.values, value);
    if (all) return true;
  }
  return false;
}

bool is_empty_term(View term) {
  return term["matchExpressions"].size() == 0 && term["matchFields"].size() == 0;
}

View required_terms(View pod) {
  return pod["spec"]["affinity"]["nodeAffinity"][kRequired]["nodeSelectorTerms"];
}

std::string required_term_path(std::size_t index) {
  return std::string("spec.affinity.nodeAffinity.") + kRequired + ".nodeSelectorTerms[" +
         std::to_string(index) + "]";
}

/// Calls `visit(path_of, term)` for every term of node affinity, required or preferred.
template <class Visit>
void for_each_term(View pod, const Visit& visit) {
  std::size_t index = 0;
  for (const View term : required_terms(pod).items()) {
    const std::size_t here = index++;
    visit([here] { return required_term_path(here); }, term);
  }
  index = 0;
  for (const View preferred : pod["spec"]["affinity"]["nodeAffinity"][kPreferred].items()) {
    const std::size_t here = index++;
    visit(
        [here] {
          return std::string("spec.affinity.nodeAffinity.") + kPreferred + "[" +
                 std::to_string(here) + "].preference";
        },
        preferred["preference"]);
  }
}

class NodeSelectionCheck : public Check {
 public:
  explicit NodeSelectionCheck(const NodeSelectionRule& rule)
      : rule_(rule), forbidden_(rule.forbid_labels) {
    std::vector<std::string> words;
    for (const AllowedToleration& allowed : rule.tolerations) words.push_back(allowed.text());
    tolerations_text_ = joined(words);
  }

  void run(const Subject& subject, Findings& findings) const override {
    for (const RequiredLabel& label : rule_.require_labels) {
      required(subject.pod, label, findings);
    }
    if (!forbidden_.empty()) forbidden_labels(subject.pod, findings);
    if (!rule_.allow_node_name) node_names(subject.pod, findings);
    if (!rule_.tolerations.empty()) tolerations(subject.pod, findings);
  }

 private:
  static void required(View pod, const RequiredLabel& label, Findings& findings) {
    const View chosen = pod["spec"]["nodeSelector"][label.key];
    if (has(label.values, chosen)) return;
    std::optional<std::size_t> open;  // the first term that lets other nodes in
    bool any = false;
    std::size_t index = 0;
    for (const View term : required_terms(pod).items()) {
      const std::size_t here = index++;
      if (is_empty_term(term)) continue;
      any = true;
      if (!open && !requires_label(term, label)) open = here;
    }
    if (any && !open) return;
    const std::string allowed = joined(label.values);
    const bool in_term = open && !chosen.present();
    std::string path = in_term ? required_term_path(*open) : "spec.nodeSelector." + label.key;
    std::string found = chosen.present() ? std::string(chosen.text()) : "";
    std::string text = path;
    if (in_term) {
      text += " does not require " + label.key + " In " + allowed;
    } else if (chosen.present()) {
      text += " \"" + found + "\" is not " + allowed;
    } else {
      text += " is missing; it must be " + allowed;
    }
    findings.push_back({std::move(path), std::move(found), allowed, std::move(text)});
  }

  void forbidden_labels(View pod, Findings& findings) const {
    const auto check = [&](std::string_view key, const auto& path_of) {
      if (const Glob* glob = forbidden_.first_match(key)) {
        findings.push_back(denied(path_of(), key, glob->text()));
      }
    };
    for (const auto [key, value] : pod["spec"]["nodeSelector"].members()) {
      check(key, [] { return std::string("spec.nodeSelector"); });
    }
    for_each_term(pod, [&](const auto& path_of, View term) {
      std::size_t index = 0;
      for (const View one : term["matchExpressions"].items()) {
        const std::size_t here = index++;
        check(one["key"].text(),
              [&] { return path_of() + ".matchExpressions[" + std::to_string(here) + "].key"; });
      }
    });
  }

  static void node_names(View pod, Findings& findings) {
    const auto refuse = [&](std::string path, View name) {
      std::string found = name.is_text() ? std::string(name.text()) : name.json();
      std::string text =
          path + " \"" + found + "\" names a node, which is the scheduler's to choose";
      findings.push_back({std::move(path), std::move(found), "no node's name", std::move(text)});
    };
    const View name = pod["spec"]["nodeName"];
    if (name.present() && !(name.is_text() && name.text().empty())) refuse("spec.nodeName", name);
    for_each_term(pod, [&](const auto& path_of, View term) {
      std::size_t index = 0;
      for (const View field : term["matchFields"].items()) {
        refuse(path_of() + ".matchFields[" + std::to_string(index++) + "]", field["values"].at(0));
      }
    });
  }

  void tolerations(View pod, Findings& findings) const {
    std::size_t index = 0;
    for (const View toleration : pod["spec"]["tolerations"].items()) {
      const std::size_t here = index++;
      const bool fine =
          is_of_kubernetes(toleration) ||
          std::any_of(rule_.tolerations.begin(), rule_.tolerations.end(),
                      [&](const AllowedToleration& allowed) { return allowed.covers(toleration); });
      if (fine) continue;
      std::string path = "spec.tolerations[" + std::to_string(here) + "]";
      std::string found = text_of_toleration(toleration);
      std::string text = path + " \"" + found + "\" is not " + tolerations_text_;
      findings.push_back({std::move(path), std::move(found), tolerations_text_, std::move(text)});
    }
  }

  NodeSelectionRule rule_;
  Globs forbidden_;
  std::string tolerations_text_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const NodeSelectionRule& rule) {
  return std::make_unique<NodeSelectionCheck>(rule);
}

}  // namespace sparkgate::decision
