#include "decision/forgive.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace sparkgate::decision {
namespace {

/// What two violations have in common that are alike: rule, place, what was found, and the sentence
/// behind the path. Views into the violation; the sentence alone may have cut what was found.
using Key = std::tuple<const Rule*, std::string, std::string_view, std::string_view>;

/// The item that a step "[12]" of a path means.
View item_at(View list, std::string_view step) {
  std::size_t index = 0;
  const char* const end = step.data() + step.size();
  const bool number = std::from_chars(step.data() + 1, end, index).ec == std::errc();
  return number ? list.at(index) : View();
}

/// "spec.containers[spark].env[].name" of "spec.containers[0].env[2].name".
std::string place_of(std::string_view path, View pod) {
  std::string place;
  View here = pod;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(".[", 1), path.size());
    const std::string_view step = path.substr(0, end);
    path.remove_prefix(end);
    if (step.front() == '[') {
      here = item_at(here, step);
      place.append("[").append(here["name"].text()).append("]");
    } else {
      here = here[step.front() == '.' ? step.substr(1) : step];
      place.append(step);
    }
  }
  return place;
}

Key key_of(const Violation& violation, View pod) {
  const Finding& finding = violation.finding;
  const std::string_view text = finding.text;
  const std::string_view behind = text.substr(std::min(finding.path.size(), text.size()));
  return {violation.rule, place_of(finding.path, pod), finding.found, behind};
}

}  // namespace

void forgive(const Request& request, const std::vector<Violation>& known,
             std::vector<Violation>& now) {
  std::multiset<Key> left;
  for (const Violation& one : known) left.insert(key_of(one, request.old_pod));
  std::erase_if(now, [&](const Violation& one) {
    const auto alike = left.find(key_of(one, request.pod));
    if (alike == left.end()) return false;
    left.erase(alike);
    return true;
  });
}

}  // namespace sparkgate::decision
