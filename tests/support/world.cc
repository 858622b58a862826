#include "support/world.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "base/files.h"
#include "policyfile/load.h"

namespace sparkgate {
namespace {

using nlohmann::json;

std::string recordings_folder() {
  return std::string(SPARKGATE_SOURCE_DIR) + "/tests/recordings/";
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

/// The document of policy `p`: one line of head, so that line N of the spec is line N + 1.
std::string document_of(std::string_view spec) {
  std::string text =
      "{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: p}, spec: ";
  const bool flow = spec.starts_with('{');
  if (flow) return text + std::string(spec) + "}\n";
  std::string block =
      "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p}\nspec:\n";
  std::istringstream lines{std::string(spec)};
  for (std::string line; std::getline(lines, line);) block += "  " + line + "\n";
  return block;
}

constexpr policyfile::Position kSpecStart = {4, 2};  // lines and columns of document_of before it

policyfile::Loaded load(const std::string& text) {
  return policyfile::load({{"p.yaml", "p.yaml", text}});
}

std::string word(const policyfile::Issue& issue, policyfile::Position start) {
  return std::to_string(issue.at.line - start.line) + ":" +
         std::to_string(issue.at.column - start.column) + ": " + policyfile::sentence_of(issue);
}

}  // namespace

PolicySetPointer policies(const std::string& text) {
  const policyfile::Loaded loaded = load(text);
  if (loaded.policies) return loaded.policies;
  std::string all;
  for (const auto& issue : loaded.issues) all += policyfile::text_of(issue);
  give_up(all);
}

PolicySetPointer policy(std::string_view spec) {
  if (spec.starts_with('\n')) spec.remove_prefix(1);
  return policies(document_of(spec));
}

std::vector<std::string> mistakes(const std::string& text) {
  std::vector<std::string> words;
  for (const auto& issue : load(text).issues) words.push_back(word(issue, {0, 0}));
  return words;
}

std::vector<std::string> mistakes_in_spec(std::string_view spec) {
  if (spec.starts_with('\n')) spec.remove_prefix(1);
  std::vector<std::string> words;
  for (const auto& issue : load(document_of(spec)).issues) {
    words.push_back(word(issue, kSpecStart));
  }
  return words;
}

Review::Review(const std::string& recording) {
  const Result<std::string> text = read_file(recordings_folder() + recording + ".json", 1U << 20);
  if (!text) give_up(text.error().message);
  review_ = json::parse(*text);
}

Review& Review::set(const std::string& pointer, const nlohmann::json& value) {
  pod()[nlohmann::json::json_pointer(pointer)] = value;
  return *this;
}

Review& Review::erase(const std::string& pointer) {
  const nlohmann::json::json_pointer whole(pointer);
  pod()[whole.parent_pointer()].erase(whole.back());
  return *this;
}

Review& Review::set_request(const std::string& pointer, const nlohmann::json& value) {
  review_["request"][nlohmann::json::json_pointer(pointer)] = value;
  return *this;
}

Review& Review::update() {
  review_["request"]["operation"] = "UPDATE";
  review_["request"]["oldObject"] = pod();
  return *this;
}

Review minimal(const std::string& role) {
  Review review("spark-submit-4.1.4-" + role);
  json& pod = review.pod();
  pod["metadata"].erase("managedFields");
  pod["spec"]["volumes"] = json::array();
  json& container = pod["spec"]["containers"][0];
  for (const char* field : {"env", "ports", "volumeMounts"}) container.erase(field);
  return review;
}

cli::Examined ask(const PolicySetPointer& policies, const Review& review) {
  return cli::examine({"review", 1, review.json(), ""}, *policies);
}

std::vector<std::string> lines(const json& patch) {
  std::vector<std::string> result;
  for (const json& operation : patch) {
    std::string line =
        operation["op"].get<std::string>() + " " + operation["path"].get<std::string>();
    if (operation.contains("value")) line += " " + operation["value"].dump();
    result.push_back(line);
  }
  return result;
}

std::vector<std::string> changes(const PolicySetPointer& policies, const Review& review) {
  std::vector<std::string> result;
  for (const std::string& line : lines(ask(policies, review).patch)) {
    if (line.find("sparkgate.dev") == std::string::npos) result.push_back(line);
  }
  return result;
}

cli::Examined ask_again(const PolicySetPointer& policies, const Review& review) {
  Review again = review;
  again.pod() = ask(policies, review).after;
  return ask(policies, again);
}

std::vector<std::string> recordings() {
  std::vector<std::string> names;
  const Result<std::vector<std::string>> files = list_files(recordings_folder());
  if (!files) give_up(files.error().message);
  for (const std::string& file : *files) {
    if (file.ends_with(".json") && !file.ends_with(".raw.json")) {
      names.push_back(file.substr(0, file.size() - 5));
    }
  }
  return names;
}

}  // namespace sparkgate
