#include "bench/sizes/grown.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "bench/sizes/replace.h"

namespace sparkgate::bench {
namespace {

using nlohmann::ordered_json;

std::string items(const Part& part, int count, std::string_view word) {
  std::string all, pattern = part.item;
  replace(pattern, "WORD", word);
  for (int i = 0; i < count; ++i) {
    std::string item = pattern;
    replace(item, "NUMBER", std::to_string(i));
    if (i > 0 && part.grows != Grows::text) all += ',';
    all += item;
  }
  return all;
}

/// Marks the place where the items of a part go, and tells how the mark looks in the pod's JSON.
/// Large pods are written as text: a tree that keeps its members in order is quadratic itself.
std::string mark(ordered_json& pod, const Part& part, std::size_t number) {
  const std::string name = "@" + std::to_string(number) + "@", quoted = "\"" + name + "\"";
  const ordered_json::json_pointer place(part.pointer);
  if (part.grows == Grows::list) pod[place / "-"] = name;
  if (part.grows == Grows::map) pod[place / name] = "";
  if (part.grows == Grows::text) pod[place] = name;
  if (part.grows == Grows::nothing) pod[place] = ordered_json::parse(part.item);
  return part.grows == Grows::list ? quoted : part.grows == Grows::map ? quoted + ":\"\"" : name;
}

std::string grown_pod(ordered_json pod, const Shape& shape, int count, std::string_view word) {
  std::vector<std::string> marks;
  for (const Part& part : shape.parts) marks.push_back(mark(pod, part, marks.size()));
  std::string text = pod.dump();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (shape.parts[i].grows == Grows::nothing) continue;
    text.replace(text.find(marks[i]), marks[i].size(), items(shape.parts[i], count, word));
  }
  return text;
}

}  // namespace

Body grown(const Shape& shape, int count, Sent sent) {
  ordered_json review = ordered_json::parse(recorded("executor").text());
  ordered_json& request = review["request"];
  const ordered_json pod = request["object"];
  const bool update = sent == Sent::update;
  request["operation"] = update ? "UPDATE" : "CREATE";
  request["object"] = "@new@";
  if (update) request["oldObject"] = "@old@";
  std::string text = review.dump();
  replace(text, "\"@new@\"", grown_pod(pod, shape, count, "new"));
  if (update) replace(text, "\"@old@\"", grown_pod(pod, shape, count, "old"));
  return Body(std::move(text));
}

}  // namespace sparkgate::bench
