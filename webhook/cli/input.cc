#include "cli/input.h"

#include <utility>

#include "base/files.h"
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

/// A recorded review with what the flags say instead.
json review_with_flags(json review, const RequestFlags& flags) {
  const auto request = review.find("request");
  if (request == review.end() || !request->is_object()) return review;
  if (!flags.namespace_name.empty()) (*request)["namespace"] = flags.namespace_name;
  if (!flags.operation.empty()) (*request)["operation"] = flags.operation;
  if (!flags.user.empty() || !flags.groups.empty() || !flags.service_account.empty()) {
    (*request)["userInfo"] = user_info(flags);
  }
  return review;
}

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
    if (kind == "AdmissionReview") return add(review_with_flags(std::move(document), flags_), "");
    add(nullptr, kind.empty() ? "no Kubernetes object: 'kind' is missing"
                              : "kind " + kind + " is none of Pod, List and AdmissionReview");
  }

  void add(json review, std::string error) {
    inputs_.push_back({path_, ++count_, std::move(review), std::move(error)});
  }

  bool empty() const { return inputs_.empty(); }
  std::vector<Input> take() { return std::move(inputs_); }

 private:
  std::string path_;
  const RequestFlags& flags_;
  int count_ = 0;
  std::vector<Input> inputs_;
};

/// JSON is YAML, but a JSON parser reads it a hundred times faster, and NDJSON with it.
bool read_json(const std::string& content, Reader& reader) {
  json document = json::parse(content, nullptr, false);
  if (document.is_discarded()) return false;
  reader.object(std::move(document));
  return true;
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
  for (const policyfile::Node& document : policyfile::parse_yaml(source, kMaxInputNodes)) {
    reader.object(to_json(document));
  }
  for (const policyfile::Issue& issue : issues) {
    reader.add(nullptr, issue.file + ":" + std::to_string(issue.at.line) + ":" +
                            std::to_string(issue.at.column) + ": " + issue.message);
  }
  if (reader.empty()) reader.add(nullptr, path + ": no object in it");
  return reader.take();
}

}  // namespace sparkgate::cli
