#include "cli/input.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/files.h"
#include "cli/rendered.h"
#include "policyfile/yaml.h"

namespace sparkgate::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxInputBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxInputNodes = 100'000'000;
constexpr char kNoUid[] = "00000000-0000-0000-0000-000000000000";

/// The groups every service account is in.
json groups_of_account(const std::string& namespace_name) {
  return {"system:serviceaccounts", "system:serviceaccounts:" + namespace_name,
          "system:authenticated"};
}

json user_info(const RequestFlags& flags) {
  if (!flags.service_account.empty()) {
    const std::string space = flags.service_account.substr(0, flags.service_account.find(':'));
    return {{"username", "system:serviceaccount:" + flags.service_account},
            {"groups", groups_of_account(space)}};
  }
  return {{"username", flags.user}, {"groups", flags.groups}};
}

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

json review_of_pod(json pod, const RequestFlags& flags) {
  json& metadata = pod["metadata"];
  if (!metadata.is_object()) metadata = json::object();
  std::string space =
      flags.namespace_name.empty() ? text(metadata, "namespace") : flags.namespace_name;
  if (space.empty()) space = "default";
  json request = {{"uid", kNoUid},
                  {"kind", {{"group", ""}, {"version", "v1"}, {"kind", "Pod"}}},
                  {"resource", {{"group", ""}, {"version", "v1"}, {"resource", "pods"}}},
                  {"namespace", space},
                  {"operation", flags.operation.empty() ? "CREATE" : flags.operation},
                  {"userInfo", user_info(flags)},
                  {"dryRun", true}};
  if (const std::string name = text(metadata, "name"); !name.empty()) request["name"] = name;
  request["object"] = std::move(pod);
  return {{"apiVersion", "admission.k8s.io/v1"},
          {"kind", "AdmissionReview"},
          {"request", std::move(request)}};
}

json review_with_flags(json review, const RequestFlags& flags) {
  const auto request = review.find("request");
  if (request == review.end() || !request->is_object()) return review;
  if (!flags.namespace_name.empty()) (*request)["namespace"] = flags.namespace_name;
  if (!flags.operation.empty()) (*request)["operation"] = flags.operation;
  if (!flags.user.empty() || !flags.service_account.empty()) {
    (*request)["userInfo"] = user_info(flags);  // another caller, so not that one's token either
  } else if (!flags.groups.empty()) {
    json& user = (*request)["userInfo"];
    if (!user.is_object()) user = json::object();
    user["groups"] = flags.groups;
  }
  return review;
}

namespace {

/// Collects the objects of one file.
class Reader {
 public:
  Reader(std::string path, const RequestFlags& flags) : path_(std::move(path)), flags_(flags) {}

  void object(json document) {
    const std::string kind = document.is_object() ? text(document, "kind") : "";
    if (kind.ends_with("List") && document.contains("items") && document["items"].is_array()) {
      for (json& item : document["items"]) {
        // kubectl leaves the kind of a PodList's items out
        if (item.is_object() && !item.contains("kind") && kind == "PodList") item["kind"] = "Pod";
        object(std::move(item));
      }
      return;
    }
    if (kind == "Pod") return add(review_of_pod(std::move(document), flags_), "");
    if (render::is_spark_application(document)) return application(document);
    if (kind == "AdmissionReview") return add(review_with_flags(std::move(document), flags_), "");
    if (!kind.empty()) others_.push_back(inputs_.size());
    add(nullptr, kind.empty() ? "no Kubernetes object: 'kind' is missing"
                              : "kind " + kind +
                                    " is none of Pod, List, AdmissionReview, SparkApplication " +
                                    "and ScheduledSparkApplication");
  }

  void application(const json& document) {
    has_application_ = true;
    auto rendered = render::render_spark_application(document, context_of(flags_));
    for (Input& input : inputs_of(std::move(rendered), path_, ++count_, flags_)) {
      inputs_.push_back(std::move(input));
    }
  }

  void add(json review, std::string error) {
    inputs_.push_back({path_, ++count_, std::move(review), std::move(error), {}});
  }

  /// One object that cannot be trusted, with all that is wrong with it.
  void broken(const std::vector<policyfile::Issue>& issues) {
    ++count_;
    for (const policyfile::Issue& issue : issues) {
      inputs_.push_back({path_,
                         count_,
                         nullptr,
                         issue.file + ":" + std::to_string(issue.at.line) + ":" +
                             std::to_string(issue.at.column) + ": " + issue.message,
                         {}});
    }
  }

  bool empty() const { return inputs_.empty(); }

  /// What an application has beside it, such as ConfigMaps, is no mistake.
  std::vector<Input> take() {
    if (!has_application_) others_.clear();
    for (auto other = others_.rbegin(); other != others_.rend(); ++other) {
      inputs_.erase(inputs_.begin() + static_cast<std::ptrdiff_t>(*other));
    }
    return std::move(inputs_);
  }

 private:
  std::string path_;
  const RequestFlags& flags_;
  int count_ = 0;
  std::vector<Input> inputs_;
  std::vector<std::size_t> others_;  // inputs of kinds that are not looked at
  bool has_application_ = false;
};

/// Sees whether a key stands twice in one JSON object, of which the parser keeps the last silently.
class Duplicates {
 public:
  bool found() const { return found_; }

  /// What json::parse calls.
  bool operator()(json::parse_event_t event, const json& parsed) {
    if (event == json::parse_event_t::object_start) keys_.emplace_back();
    if (event == json::parse_event_t::object_end) keys_.pop_back();
    if (event == json::parse_event_t::key) {
      found_ = !keys_.back().insert(parsed.get_ref<const std::string&>()).second || found_;
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
  bool found_ = false;
};

/// JSON is YAML, but a JSON parser reads it a hundred times faster. False when it is no sound JSON,
/// or nested deeper than what is walked recursively may be: read as YAML, the mistake has a place.
bool read_json(const std::string& content, Reader& reader) {
  Duplicates duplicates;
  bool deep = false;
  const auto look = [&](int depth, json::parse_event_t event, json& parsed) {
    deep = deep || depth > static_cast<int>(policyfile::kMaxDepth);
    return !deep && duplicates(event, parsed);
  };
  json document = json::parse(content, look, false);
  if (deep || document.is_discarded() || duplicates.found()) return false;
  reader.object(std::move(document));
  return true;
}

/// A document with a mistake is read by half: it is broken, whatever the rest of it says.
void read_yaml(policyfile::Source& source, std::vector<policyfile::Issue>& issues, Reader& reader) {
  const auto documents = policyfile::parse_yaml(source, kMaxInputNodes);
  policyfile::sort_issues(issues);
  auto from = issues.cbegin();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    auto to = issues.cend();
    if (i + 1 < documents.size()) {
      const int next_line = documents[i + 1].at.line;
      to = std::find_if(from, to, [&](const auto& issue) { return issue.at.line >= next_line; });
    }
    if (from == to) {
      reader.object(to_json(documents[i]));
    } else {
      reader.broken({from, to});
    }
    from = to;
  }
  if (from != issues.cend()) reader.broken({from, issues.cend()});
}

}  // namespace

std::vector<Input> read_input(const std::string& path, const RequestFlags& flags) {
  Reader reader(path, flags);
  Result<std::string> content = read_file(path, kMaxInputBytes);
  if (!content) {
    reader.add(nullptr, content.error().message);
    return reader.take();
  }
  if (read_json(*content, reader)) return reader.take();

  std::vector<policyfile::Issue> issues;
  policyfile::Source source(path, std::move(*content), issues);
  read_yaml(source, issues, reader);
  if (reader.empty()) reader.add(nullptr, path + ": no object in it");
  return reader.take();
}

}  // namespace sparkgate::cli
