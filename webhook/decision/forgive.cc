#include "decision/forgive.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace sparkgate::decision {
namespace {

/// What two violations have in common that are alike: rule, place, what was found, and the sentence
/// behind the path. Views into the violation; the sentence alone may have cut what was found.
using Key = std::tuple<const Rule*, std::string, std::string_view, std::string_view>;

/// Where findings of one pod are, by names in the place of indices. Each list is walked through
/// once, however many findings are in it.
class Places {
 public:
  explicit Places(View pod) : pod_(pod) {}

  /// "spec.containers[spark].env[].name" of "spec.containers[0].env[2].name".
  std::string place_of(std::string_view path) {
    std::string place;
    View item = pod_;
    std::size_t begin = 0;  // behind that item
    for (std::size_t open = path.find('['); open != std::string_view::npos;) {
      const std::string_view members = path.substr(begin, open - begin);
      item = at(items(path.substr(0, open), item, members), path.substr(open + 1));
      place.append(members).append("[").append(item["name"].text()).append("]");
      begin = std::min(path.find(']', open), path.size() - 1) + 1;
      open = path.find('[', begin);
    }
    return place.append(path.substr(begin));
  }

 private:
  /// The items of the list at `path`, which is at `members` of `parent`.
  const std::vector<View>& items(std::string_view path, View parent, std::string_view members) {
    const auto known = lists_.find(path);
    if (known != lists_.end()) return known->second;
    while (!members.empty()) {
      members.remove_prefix(members.front() == '.' ? 1 : 0);
      const std::string_view name = members.substr(0, members.find('.'));
      parent = parent[name];
      members.remove_prefix(name.size());
    }
    std::vector<View>& all = lists_[std::string(path)];
    for (const View item : parent.items()) all.push_back(item);
    return all;
  }

  /// The item that "12]…" means.
  static View at(const std::vector<View>& items, std::string_view index) {
    std::size_t number = items.size();
    std::from_chars(index.data(), index.data() + index.size(), number);
    return number < items.size() ? items[number] : View();
  }

  View pod_;
  std::map<std::string, std::vector<View>, std::less<>> lists_;  // by their paths
};

Key key_of(const Violation& violation, Places& places) {
  const Finding& finding = violation.finding;
  const std::string_view text = finding.text;
  const std::string_view behind = text.substr(std::min(finding.path.size(), text.size()));
  return {violation.rule, places.place_of(finding.path), finding.found, behind};
}

}  // namespace

void forgive(const Request& request, const std::vector<Violation>& known,
             std::vector<Violation>& now) {
  std::multiset<Key> left;
  Places before(request.old_pod), after(request.pod);
  for (const Violation& one : known) left.insert(key_of(one, before));
  std::erase_if(now, [&](const Violation& one) {
    const auto alike = left.find(key_of(one, after));
    if (alike == left.end()) return false;
    left.erase(alike);
    return true;
  });
}

}  // namespace sparkgate::decision
