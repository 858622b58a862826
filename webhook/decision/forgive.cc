#include "decision/forgive.h"

#include <algorithm>
#include <string_view>

namespace sparkgate::decision {
namespace {

/// What two findings have in common that are alike: place, what was found, and the sentence behind
/// the path, which alone may have cut what was found. Sizes first: no two triples have one text.
std::string key_of(const Finding& finding, Places& places) {
  const std::string place = places.place_of(finding.path);
  const std::string_view text = finding.text;
  const std::string_view behind = text.substr(std::min(finding.path.size(), text.size()));
  std::string key = std::to_string(place.size()) + " " + std::to_string(finding.found.size()) + " ";
  key.reserve(key.size() + place.size() + finding.found.size() + behind.size());
  return key.append(place).append(finding.found).append(behind);
}

}  // namespace

void Forgiveness::push_back(Finding finding) {
  left_.insert(key_of(finding, before_));
}

bool Forgiveness::takes(const Finding& finding) {
  if (left_.empty()) return false;
  const auto alike = left_.find(key_of(finding, after_));
  if (alike == left_.end()) return false;
  left_.erase(alike);
  return true;
}

}  // namespace sparkgate::decision
