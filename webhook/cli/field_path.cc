#include "cli/field_path.h"

#include <algorithm>
#include <charconv>

#include "policytest/pod_fields.h"

namespace sparkgate::cli {
namespace {

using decision::Fragment;
using decision::PodField;
using decision::PodType;
using decision::Shape;
using nlohmann::json;

constexpr std::string_view kSpark = "$spark";

const json* member(const json* at, const std::string& name) {
  if (!at || !at->is_object()) return nullptr;
  const auto found = at->find(name);
  return found == at->end() ? nullptr : &*found;
}

/// A list's first merge key, by which its items are named; empty when it has none.
std::string key_of(const PodField* list) {
  return list && !list->keys.empty() ? std::string(list->keys.front()) : "";
}

std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// Whether `path` goes on behind its first `length` characters, or ends there.
bool ends_at(std::string_view path, std::size_t length) {
  return path.size() == length || path[length] == '.' || path[length] == '[';
}

}  // namespace

/// Takes a path apart along a pod.
class FieldPathReader {
 public:
  FieldPathReader(const json& pod, std::string_view path, const std::string& spark)
      : at_(&pod), rest_(path), spark_(spark) {}

  std::vector<FieldPath::Step> read() {
    if (rest_.empty()) why_ = "an empty path names nothing";
    while (why_.empty() && !rest_.empty()) {
      const bool list = field_ && field_->shape == Shape::list;
      list ? item() : named();
    }
    return std::move(steps_);
  }

  const std::string& why() const { return why_; }

 private:
  /// What follows a step that was taken: without its dot.
  void take(std::size_t length) {
    rest_.remove_prefix(length);
    if (rest_.starts_with('.')) rest_.remove_prefix(1);
  }

  void go_to(const PodField* field) {
    field_ = field;
    type_ = field ? field->type : nullptr;
  }

  void named() {
    const bool map = field_ && field_->shape == Shape::map;
    const std::size_t length =
        map ? rest_.size() : std::min(rest_.find_first_of(".["), rest_.size());
    const std::string name(rest_.substr(0, length));
    if (name.empty()) why_ = "a name is missing before '" + std::string(rest_) + "'";
    if (why_.empty() && type_ && !map) why_ = policytest::slip_in_field(*type_, name);
    if (!why_.empty()) return;
    steps_.push_back({name, nullptr});
    go_to(map ? field_->element.get() : type_ ? type_->find(name) : nullptr);
    at_ = member(at_, name);
    take(length);
  }

  void item() {
    const PodField& list = *field_;
    rest_.front() == '[' ? by_index(list) : by_key(list);
    go_to(list.element.get());
  }

  void by_index(const PodField& list) {
    std::size_t index = 0;
    const std::size_t end = std::min(rest_.find(']'), rest_.size() - 1);
    const auto read = std::from_chars(rest_.data() + 1, rest_.data() + end, index);
    if (read.ec != std::errc() || read.ptr != rest_.data() + end || !ends_at(rest_, end + 1)) {
      why_ = "an item is written as [0] or by its key";
    } else if (!at_ || !at_->is_array() || index >= at_->size()) {
      why_ = "there is no " + steps_.back().name + "[" + std::to_string(index) + "] in this pod";
    } else {
      at_ = &(*at_)[index];
      const json* key = member(at_, key_of(&list));
      steps_.push_back({key ? text_of(*key) : std::to_string(index), &list});
      take(end + 1);
    }
  }

  /// The longest name of an item that fits, for names with dots in them (mount paths, variables);
  /// what is not there goes to the next dot.
  void by_key(const PodField& list) {
    const std::string key = key_of(&list);
    if (key.empty()) {
      why_ = steps_.back().name + " has no merge key: write [0]";
      return;
    }
    std::size_t length = std::min(rest_.find_first_of(".["), rest_.size());
    std::string name(rest_.substr(0, length));
    if (name == kSpark) name = spark_;
    const json* found = nullptr;
    static const json kNone = json::array();
    for (const json& item : at_ && at_->is_array() ? *at_ : kNone) {
      const json* value = member(&item, key);
      const std::string text = value ? text_of(*value) : "";
      const bool fits = rest_.starts_with(text) && ends_at(rest_, text.size());
      if (text == name && !found) found = &item;
      if (!value || !fits || text.size() < length) continue;
      found = &item;
      name = text;
      length = text.size();
    }
    at_ = found;
    steps_.push_back({name, &list});
    take(length);
  }

  const json* at_;
  std::string_view rest_;
  const std::string& spark_;
  const PodType* type_ = &decision::pod_template_type();
  const PodField* field_ = nullptr;
  std::vector<FieldPath::Step> steps_;
  std::string why_;
};

FieldPath FieldPath::find(const json& pod, std::string_view path,
                          const std::string& spark_container, std::string& why) {
  FieldPath result;
  FieldPathReader reader(pod, path, spark_container);
  result.steps_ = reader.read();
  result.spark_container_ = spark_container;
  if (!reader.why().empty()) why = reader.why();
  return result;
}

std::string FieldPath::text() const {
  std::string text;
  for (const Step& step : steps_) {
    const bool spark =
        step.list && step.list->name == "containers" && step.name == spark_container_;
    if (step.list && step.list->keys.empty()) {
      text += "[" + step.name + "]";
    } else {
      text += (text.empty() ? "" : ".") + (spark ? std::string(kSpark) : step.name);
    }
  }
  return text;
}

std::string FieldPath::name_of(const json& item, const PodField& list) const {
  const json* key = member(&item, key_of(&list));
  return key ? text_of(*key) : "";
}

std::string FieldPath::pointer(const json& pod) const {
  json::json_pointer pointer;
  const json* at = &pod;
  for (const Step& step : steps_) {
    if (!step.list) {
      pointer /= step.name;
      at = member(at, step.name);
      continue;
    }
    std::size_t index = 0;
    const std::size_t size = at && at->is_array() ? at->size() : 0;
    const bool keyed = !step.list->keys.empty();
    while (index < size &&
           (keyed ? name_of((*at)[index], *step.list) : std::to_string(index)) != step.name) {
      ++index;
    }
    if (index == size) {
      pointer /= "-";
      break;
    }
    pointer /= index;
    at = &(*at)[index];
  }
  return pointer.to_string();
}

json FieldPath::value(const json& pod) const {
  const json::json_pointer place(pointer(pod));
  const bool there = !place.to_string().ends_with("/-") && pod.contains(place);
  return there ? pod.at(place) : json();
}

const Fragment* FieldPath::said(const Fragment& pod_template) const {
  const Fragment* at = &pod_template;
  for (const Step& step : steps_) {
    if (!step.list) {
      at = at->find(step.name);
    } else if (step.list->keys.empty()) {
      return nullptr;  // which of its items that is, only the pod can tell
    } else {
      const auto found = std::find_if(at->items.begin(), at->items.end(), [&](const Fragment& one) {
        const Fragment* key = one.find(key_of(step.list));
        const std::string name = key ? text_of(key->scalar) : "";
        return name == step.name || (name == kSpark && step.name == spark_container_);
      });
      at = found == at->items.end() ? nullptr : &*found;
    }
    if (!at) return nullptr;
  }
  return at;
}

}  // namespace sparkgate::cli
