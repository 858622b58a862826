// The readers of small texts that users and administrators write: amounts, images, patterns.
//
// Input: two texts, a newline between them.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/json_text.h"
#include "decision/glob.h"
#include "decision/image_pattern.h"
#include "decision/image_reference.h"
#include "decision/patch.h"
#include "decision/quantity.h"
#include "decision/selector.h"
#include "fuzz/decision_laws.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;
using std::string_view;

void check_quantity(string_view text) {
  const auto amount = Quantity::parse(text);
  if (!amount) return;
  for (const bool binary : {false, true}) {
    require(Quantity::parse(amount->text(binary)) == amount, "an amount that is read otherwise");
  }
}

/// Only so does a registry in lower case still look like one.
bool looks_like_registry(const std::string& registry) {
  return registry == "localhost" || registry.find_first_of(".:") != std::string::npos;
}

/// Spelled out in full, an image is the same image; and it is what its own name stands for.
void check_image(string_view text) {
  const auto image = ImageReference::parse(text);
  if (!image) return;
  if (looks_like_registry(image->registry)) {
    std::string whole = image->registry + "/" + image->path;
    if (!image->tag.empty()) whole += ":" + image->tag;
    if (!image->digest.empty()) whole += "@" + image->digest;
    const auto again = ImageReference::parse(whole);
    require(again && again->registry == image->registry && again->path == image->path &&
                again->tag == image->tag && again->digest == image->digest,
            "an image that is another one in full");
  }
  if (!Glob::mistake(text).empty()) return;
  require(ImagePattern(text).matches(*image), "an image that its own name does not match");
  require(ImagePattern("*").matches(*image), "an image that is none of all");
}

/// The plainest way to match.
bool plainly_matches(string_view pattern, string_view name) {
  std::size_t star = string_view::npos, from = 0, p = 0, n = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != string_view::npos) {
      p = star + 1;
      n = ++from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == string_view::npos;
}

void check_globs(string_view a, string_view b) {
  if (!Glob::mistake(a).empty()) return;
  const Glob glob(a);
  require(glob.matches(b) == plainly_matches(a, b), "a glob that matches otherwise");
  if (!Glob::mistake(b).empty()) return;
  const Glob other(b);
  const bool overlap = Glob::overlap(glob, other);
  require(overlap == Glob::overlap(other, glob), "an overlap of one side only");
  require(overlap || !glob.matches(b), "no overlap with a pattern that is matched as a name");
  require(Glob::overlap(glob, glob), "a glob that does not overlap itself");
}

/// What is written into answers and patches is read back as it was.
void check_written(const std::string& text) {
  std::string quoted, pointer;
  append_json_string(quoted, text);
  append_pointer_token(pointer, text);
  const json read = json::parse(quoted, nullptr, false);
  if (!read.is_discarded()) require(read == text, "a string that is read otherwise");
  require(json::json_pointer(pointer).back() == text, "a pointer that points elsewhere");
}

}  // namespace
}  // namespace sparkgate::decision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate::decision;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\n'), size);
  const std::string_view a = text.substr(0, end), b = text.substr(std::min(end + 1, size));
  check_quantity(a);
  check_image(a);
  check_globs(a, b);
  check_written(std::string(text));
  if (Glob::mistake(a).empty()) {
    if (const auto image = ImageReference::parse(b)) ImagePattern(a).matches(*image);
  }
  static_cast<void>(label_key_mistake(a).size() + label_value_mistake(a).size());
  return 0;
}
