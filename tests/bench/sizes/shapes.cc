#include "bench/sizes/shapes.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "bench/give_up.h"
#include "bench/sizes/replace.h"

namespace sparkgate::bench {
namespace {

using nlohmann::ordered_json;

constexpr int kLevels = 200;  // a review has 256 at most
constexpr int kKib = 1024;

Grows grows(const std::string& pointer) {
  if (pointer.ends_with("/-")) return Grows::list;
  if (pointer.ends_with("/*")) return Grows::map;
  return pointer.ends_with("/+") ? Grows::text : Grows::nothing;
}

/// How an item looks inside its list, map or text.
std::string written(const ordered_json& item, Grows grows) {
  std::string text = item.dump();
  const bool bare = grows == Grows::map || grows == Grows::text;
  if (bare) text = text.substr(1, text.size() - 2);
  std::string deep;
  for (int i = 0; i < kLevels; ++i) deep += R"({"a":)";
  replace(text, "\"DEEP\"", deep + "0" + std::string(kLevels, '}'));
  replace(text, "KIB", std::string(kKib, 'x'));
  replace(text, "\"NUMBER\"", "NUMBER");
  return text;
}

std::vector<Part> parts(const ordered_json& of_shape) {
  std::vector<Part> result;
  for (const auto& [pointer, value] : of_shape.items()) {
    const Grows how = grows(pointer);
    if (how == Grows::nothing) {
      result.push_back({how, pointer, value.dump()});
      continue;
    }
    const std::string place = pointer.substr(0, pointer.size() - 2);
    for (const ordered_json& item : value) result.push_back({how, place, written(item, how)});
  }
  return result;
}

}  // namespace

std::vector<Shape> shapes() {
  const auto text = read_file(SPARKGATE_SOURCE_DIR "/tests/bench/sizes/shapes.json", 1U << 20);
  if (!text) give_up(text.error().message);
  std::vector<Shape> result;
  for (const ordered_json& one : ordered_json::parse(*text)) {
    result.push_back({one["pod"], one["items"], parts(one["grows"])});
  }
  return result;
}

}  // namespace sparkgate::bench
