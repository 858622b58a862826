#include "decision/places.h"

#include <algorithm>
#include <charconv>

namespace sparkgate::decision {
namespace {

/// The item that "12]…" means.
View at(const std::vector<View>& items, std::string_view index) {
  std::size_t number = items.size();
  std::from_chars(index.data(), index.data() + index.size(), number);
  return number < items.size() ? items[number] : View();
}

}  // namespace

std::string Places::place_of(std::string_view path) {
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

/// The items of the list at `path`, which is at `members` of `parent`.
const std::vector<View>& Places::items(std::string_view path, View parent,
                                       std::string_view members) {
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

}  // namespace sparkgate::decision
