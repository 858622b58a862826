#include "policyfile/load.h"

#include <algorithm>
#include <list>
#include <map>
#include <set>
#include <utility>

#include "base/files.h"
#include "base/today.h"
#include "decision/plan.h"
#include "policyfile/config_map.h"
#include "policyfile/fingerprint.h"
#include "policyfile/format.h"
#include "policyfile/read_policy.h"
#include "policyfile/read_values.h"
#include "policyfile/shadowed_rules.h"
#include "policyfile/suggest.h"
#include "policyfile/template_file.h"
#include "policyfile/yaml.h"

namespace sparkgate::policyfile {
namespace {

using decision::Policies;

/// A file while the set is being made.
struct OpenFile {
  std::string name;
  Source source;
  std::vector<Node> documents;
};

std::string kind_of(const Node& document) {
  return text(document.find("kind"));
}

bool is_template(const Node& document) {
  return kind_of(document) == "Pod" || kind_of(document) == "PodTemplate";
}

bool does_nothing(const decision::Policy& policy) {
  return policy.defaults.empty() && policy.overrides.empty() && policy.secrets.empty() &&
         policy.rules.empty() && !policy.recognise_client_mode && !policy.adopts_executors;
}

/// Makes a set of open files.
class Loader {
 public:
  Loader(std::vector<Issue>& issues, std::optional<std::chrono::sys_days> today)
      : issues_(issues), today_(today) {}

  void open(const PolicyFile& file) {
    files_.push_back({file.name, Source(file.path, file.text, issues_), {}});
    files_.back().documents = parse_yaml(files_.back().source);
  }

  Policies read() {
    for (OpenFile& file : files_) {
      for (const Node& document : file.documents) read_document(document, file);
    }
    check_unused_templates();
    check_names();
    check_conflicts();
    if (!has_errors(issues_)) warn_of_shadowed_rules(sound_);
    return std::move(policies_);
  }

 private:
  void read_document(const Node& document, OpenFile& file) {
    if (!document.is_map()) {
      return file.source.tell(Code::wrong_type, document.at,
                              "a document must be a map, not " + describe(document));
    }
    const std::string kind = kind_of(document);
    if (kind == "SparkPolicy") return read_one(document, file);
    if (kind == "SparkPolicyTest") return;  // what is wrong in a test stops no server
    if (is_template(document)) return;      // read where a policy names it
    const Node* node = document.find("kind");
    if (!node) return file.source.tell(Code::missing_key, document.at, "'kind' is missing");
    file.source.tell(
        Code::unknown_key, node->at,
        "unknown kind '" + kind + "'" +
            did_you_mean(kind, {"SparkPolicy", "SparkPolicyTest", "Pod", "PodTemplate"}));
  }

  void read_one(const Node& document, OpenFile& file) {
    const auto errors_before = errors();
    auto policy = read_policy(
        document, file.name,
        [this](const std::string& name, std::string& why) { return find_template(name, why); },
        today_, file.source);
    const bool sound = errors() == errors_before;
    if (sound && does_nothing(*policy)) {
      file.source.tell(Code::does_nothing, document.at, "this policy does nothing");
    }
    places_.push_back({&file, name_position(document), policy->name, sound});
    if (sound) sound_.push_back({policy.get(), &document, &file.source});
    policies_.push_back(std::move(policy));
  }

  static Position name_position(const Node& document) {
    const Node* metadata = document.find("metadata");
    const Node* name = metadata ? metadata->find("name") : nullptr;
    return name ? name->at : document.at;
  }

  std::optional<TemplateFile> find_template(const std::string& name, std::string& why) {
    std::vector<std::string_view> names;
    for (OpenFile& file : files_) {
      const auto count = std::count_if(file.documents.begin(), file.documents.end(), is_template);
      if (count > 0) names.push_back(file.name);
      if (file.name != name) continue;
      if (count != 1 || file.documents.size() != 1) {
        why = "'" + name + "' must hold one document of kind Pod or PodTemplate, and nothing else";
        return std::nullopt;
      }
      used_.insert(name);
      return TemplateFile{&file.documents.front(), &file.source};
    }
    why = "there is no file '" + name + "' in this directory" + did_you_mean(name, names);
    return std::nullopt;
  }

  void check_unused_templates() {
    for (OpenFile& file : files_) {
      for (const Node& document : file.documents) {
        if (!document.is_map() || !is_template(document) || used_.contains(file.name)) continue;
        file.source.tell(Code::unused_template, document.at, "no policy uses this template");
      }
    }
  }

  void check_names() {
    std::map<std::string, const Place*> first;
    for (const Place& place : places_) {
      if (place.name.empty()) continue;
      const auto [known, is_new] = first.emplace(place.name, &place);
      if (is_new) continue;
      const Place& other = *known->second;
      place.file->source.tell(Code::duplicate_name, place.at,
                              "a second policy called '" + place.name + "'; the first is in " +
                                  other.file->source.file() + ":" + std::to_string(other.at.line));
    }
  }

  /// Policies of equal priority that want different values: nobody could say which of them wins.
  /// A policy beside itself: its secrets against the rest of it.
  void check_conflicts() {
    for (std::size_t i = 0; i < policies_.size(); ++i) {
      for (std::size_t j = i; j < policies_.size(); ++j) {
        if (!places_[i].sound || !places_[j].sound) continue;
        for (const auto& conflict : decision::conflicts_of(*policies_[i], *policies_[j])) {
          report(conflict);
        }
      }
    }
  }

  void report(const decision::Conflict& conflict) {
    OpenFile* file = find_file(conflict.second.file);
    const OpenFile* other = find_file(conflict.first.file);
    const std::string place = (other ? other->source.file() : std::string(conflict.first.file)) +
                              ":" + std::to_string(conflict.first.line);
    const bool inside = conflict.first.policy == conflict.second.policy;
    const std::string message =
        conflict.path + ": " +
        (inside ? "this policy says something else in " + place
                : "policies '" + std::string(conflict.first.policy) + "' (" + place + ") and '" +
                      std::string(conflict.second.policy) +
                      "' want different values for one pod; give one of them a higher priority");
    if (file)
      file->source.tell(Code::conflict, {conflict.second.line, conflict.second.column}, message);
  }

  OpenFile* find_file(std::string_view name) {
    for (OpenFile& file : files_) {
      if (file.name == name) return &file;
    }
    return nullptr;
  }

  std::size_t errors() const {
    return static_cast<std::size_t>(
        std::count_if(issues_.begin(), issues_.end(),
                      [](const Issue& issue) { return issue.severity() == Severity::error; }));
  }

  /// Where a policy's name stands, for messages about two of them.
  struct Place {
    OpenFile* file;
    Position at;
    std::string name;
    bool sound;
  };

  std::vector<Issue>& issues_;
  std::optional<std::chrono::sys_days> today_;
  std::list<OpenFile> files_;  // a list: sources and documents are pointed to
  Policies policies_;
  std::vector<Place> places_;  // of policies_, one each
  std::vector<ReadPolicy> sound_;
  std::set<std::string> used_;
};

/// A template that two policies use is read twice and says its mistakes twice.
void drop_repeated(std::vector<Issue>& issues) {
  sort_issues(issues);
  std::set<std::string> said;
  std::erase_if(issues, [&](const Issue& issue) { return !said.insert(text_of(issue)).second; });
}

/// By its name. kustomize's own file lies in a policy directory that a ConfigMap is made of.
bool is_policy_file(std::string_view name) {
  const bool read = name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
  return read && name != "kustomization.yaml" && name != "kustomization.yml";
}

}  // namespace

Result<std::vector<PolicyFile>> read_policy_files(const std::string& path,
                                                  std::vector<Issue>& issues) {
  std::vector<PolicyFile> files;
  if (!is_directory(path)) {
    Result<std::string> content = read_file(path, kMaxFileBytes);
    if (!content) return content.error();
    files.push_back({path, path.substr(path.rfind('/') + 1), std::move(*content)});
    return files;
  }
  const Result<std::vector<std::string>> names = list_files(path);
  if (!names) return names.error();
  for (const std::string& name : *names) {
    if (!is_policy_file(name)) continue;
    const std::string file = path + "/" + name;
    Result<std::string> content = read_file(file, kMaxFileBytes);
    if (content) {
      files.push_back({file, name, std::move(*content)});
    } else {
      Source(file, "", issues)
          .tell(Code::unreadable_file, {}, content.error().message.substr(file.size() + 2));
    }
  }
  return files;
}

Loaded load(const std::vector<PolicyFile>& files, std::vector<Issue> issues,
            std::optional<std::chrono::sys_days> today) {
  Loaded loaded;
  Loader loader(issues, today);
  for (const PolicyFile& file : files) loader.open(file);
  Policies policies = loader.read();
  drop_repeated(issues);
  if (!has_errors(issues)) {
    loaded.policies =
        std::make_shared<const decision::PolicySet>(std::move(policies), fingerprint(files));
  }
  loaded.issues = std::move(issues);
  return loaded;
}

Result<Loaded> load_path(const std::string& path) {
  std::vector<Issue> issues;
  const auto files = read_policy_files(path, issues);
  if (!files) return files.error();
  note_too_large_for_config_map(*files, issues);
  return load(*files, std::move(issues), today());
}

}  // namespace sparkgate::policyfile
