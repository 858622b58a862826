#include "decision/edit_builder.h"

#include <algorithm>
#include <utility>

#include "decision/never_touched.h"
#include "decision/node_affinity.h"
#include "decision/patch.h"
#include "decision/same.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

constexpr std::string_view kSparkContainer = "$spark";

/// Types of fields that Kubernetes has grown since our table was made: they pass through.
const PodField& newer_field(Fragment::Kind kind) {
  static const PodField kScalar{.shape = Shape::string, .pointer = true};
  static const PodField kObject{.shape = Shape::object, .pointer = true};
  static const PodField kList = [] {
    PodField list{.shape = Shape::list, .pointer = true};
    list.element = std::make_unique<PodField>();
    return list;
  }();
  if (kind == Fragment::Kind::object) return kObject;
  return kind == Fragment::Kind::list ? kList : kScalar;
}

const PodField& member_field(const PodField& parent, std::string_view name, Fragment::Kind kind) {
  if (parent.shape == Shape::map) return *parent.element;
  const PodField* field = parent.type ? parent.type->find(name) : nullptr;
  return field ? *field : newer_field(kind);
}

bool has_members(const PodField& field) {
  return field.shape == Shape::object || field.shape == Shape::map;
}

bool has_items(const PodField& field) {
  return field.shape == Shape::list && field.merge != ListMerge::atomic;
}

/// `labels: {}` and `tolerations: []` ask for nothing: the API server would not store them.
bool asks_for_nothing(const Fragment& said, const PodField& field) {
  if (field.pointer || said.kind == Fragment::Kind::scalar) return false;
  return said.members.empty() && said.items.empty();
}

json scalar_member(const Fragment& item, std::string_view name) {
  const Fragment* member = item.find(name);
  return member ? member->scalar : json();
}

/// The value of a key, or what the API server fills in (`protocol: TCP`).
json key_of(const Fragment& item, const PodField& list, std::string_view key) {
  json value = scalar_member(item, key);
  const PodField* field = list.element->type->find(key);
  if (value.is_null() && field && !field->fallback.empty()) value = field->fallback;
  return value;
}

/// Two mounts at one path, of different volumes: halves of both would be neither.
bool is_another_volume(const Edit& mount, const Fragment& theirs) {
  const Edit* mine = mount.field->type->name == "VolumeMount" ? mount.find("name") : nullptr;
  const Fragment* volume = theirs.find("name");
  return mine && volume && mine->value != volume->scalar;
}

bool same_keys(const Edit& mine, const Fragment& theirs, const PodField& list) {
  return std::all_of(mine.keys.begin(), mine.keys.end(), [&](const auto& key) {
    return key.second == key_of(theirs, list, key.first);
  });
}

}  // namespace

EditBuilder::EditBuilder(Role role, std::string_view spark_alias)
    : role_(role), spark_alias_(spark_alias) {
  static const PodField kTemplate{.shape = Shape::object, .type = &pod_template_type()};
  root_.field = &kTemplate;
}

void EditBuilder::take(const Policy& policy, Strength strength) {
  const Templates& said = strength == Strength::win ? policy.overrides : policy.defaults;
  const auto& own = role_ == Role::driver ? said.driver : said.executor;
  strength_ = strength;
  priority_ = policy.priority;
  if (own) merge(root_, *own);
  if (said.both) merge(root_, *said.both);
}

Edit EditBuilder::make(const Fragment& said, const PodField& field, std::string_view name) {
  Edit edit;
  edit.name = name;
  append_pointer_token(edit.token, name);
  edit.field = &field;
  edit.strength = strength_;
  edit.priority = priority_;
  edit.origin = said.origin;
  if (has_members(field) && said.kind == Fragment::Kind::object) {
    merge_members(edit, said);
  } else if (has_items(field) && said.kind == Fragment::Kind::list) {
    merge_items(edit, said);
  } else {
    edit.value = to_json(said);
  }
  return edit;
}

Edit EditBuilder::make_item(const Fragment& said, const PodField& list) {
  Edit item;
  item.field = list.element.get();
  item.strength = strength_;
  item.priority = priority_;
  item.origin = said.origin;
  for (const std::string_view key : list.keys) item.keys.emplace_back(key, key_of(said, list, key));
  if (!item.keys.empty() && item.keys.front().second.is_string()) {
    item.name = item.keys.front().second.get<std::string>();
  }
  if (list.merge == ListMerge::keyed) {
    item.is_spark_container = item.name == kSparkContainer;
    merge_members(item, said);
  } else {
    item.value = to_json(said);
  }
  return item;
}

void EditBuilder::merge(Edit& into, const Fragment& said) {
  path_.push_back(into.name);
  if (has_members(*into.field) && said.kind == Fragment::Kind::object) {
    merge_members(into, said);
  } else if (has_items(*into.field) && said.kind == Fragment::Kind::list) {
    merge_items(into, said);
  } else {
    disagree_if_different(into, said);
  }
  path_.pop_back();
}

void EditBuilder::merge_members(Edit& into, const Fragment& said) {
  for (const Fragment::Member& member : said.members) {
    const std::string& name = member.name;  // no structured binding: clang 14 cannot capture one
    const Fragment& value = member.value;
    const bool is_key = std::any_of(into.keys.begin(), into.keys.end(),
                                    [&](const auto& key) { return key.first == name; });
    const PodField& field = member_field(*into.field, name, value.kind);
    if (is_key || asks_for_nothing(value, field)) continue;
    const auto mine = std::find_if(into.children.begin(), into.children.end(), [&](const Edit& e) {
      return e.name == name || (field.alternative && e.field->alternative);
    });
    if (mine == into.children.end()) {
      into.children.push_back(make(value, field, name));
    } else if (mine->name == name) {
      merge(*mine, value);
    } else {
      disagree(*mine, value);  // another alternative: never two sources in one volume
    }
  }
}

void EditBuilder::merge_items(Edit& list, const Fragment& said) {
  if (list.field->merge != ListMerge::all_terms) {
    for (const Fragment& item : said.items) merge_item(list, item);
    return;
  }
  Edit group;  // all terms of one author belong together: one of them has to hold
  group.field = list.field->element.get();
  group.strength = strength_;
  group.priority = priority_;
  group.origin = said.origin;
  group.value = to_json(said);
  const bool known = std::any_of(list.children.begin(), list.children.end(),
                                 [&](const Edit& other) { return other.value == group.value; });
  if (!known) list.children.push_back(std::move(group));
}

void EditBuilder::merge_item(Edit& list, const Fragment& said) {
  const PodField& field = *list.field;
  Edit item = make_item(said, field);
  if (!spark_alias_.empty() && item.name == spark_alias_ &&
      field.element->type->name == "Container") {
    item.is_spark_container = true;
  }
  for (Edit& mine : list.children) {
    if (field.merge == ListMerge::set) {
      if (mine.value == item.value) return;
    } else if (item.is_spark_container ? mine.is_spark_container : same_keys(mine, said, field)) {
      if (is_another_volume(mine, said)) return disagree(mine, said);
      path_.push_back(item.is_spark_container ? std::string(kSparkContainer) : item.name);
      field.merge == ListMerge::unit ? disagree_if_different(mine, said)
                                     : merge_members(mine, said);
      path_.pop_back();
      return;
    }
  }
  list.children.push_back(std::move(item));
}

void EditBuilder::disagree_if_different(const Edit& mine, const Fragment& theirs) {
  simdjson::dom::parser parser;
  const std::string text = mine.value.dump();
  simdjson::dom::element parsed;
  const bool read = parser.parse(text).get(parsed) == simdjson::SUCCESS;
  if (!read || !same(View(parsed), to_json(theirs), *mine.field)) disagree(mine, theirs);
}

void EditBuilder::disagree(const Edit& mine, const Fragment& theirs) {
  if (mine.origin.policy == theirs.origin.policy) return;
  std::string path;
  for (std::size_t i = 1; i < path_.size(); ++i) {  // the root has no name
    path += (path.empty() ? "" : ".") + path_[i];
  }
  const Beaten::By by = mine.strength != strength_   ? Beaten::By::strength
                        : mine.priority != priority_ ? Beaten::By::priority
                                                     : Beaten::By::name;
  if (by == Beaten::By::name) conflicts_.push_back({path, mine.origin, theirs.origin});
  beaten_.push_back({std::move(path), mine.origin, theirs.origin, by});
}

namespace {

json finish_edit(Edit& edit);

json finish_members(Edit& edit) {
  json object = json::object();
  for (const auto& [key, value] : edit.keys) object[key] = value;
  for (Edit& child : edit.children) object[child.name] = finish_edit(child);
  return object;
}

json finish_items(Edit& list) {
  json items = json::array();
  for (Edit& item : list.children) {
    json value = finish_edit(item);
    if (list.field->merge == ListMerge::all_terms) {
      items = and_terms(std::move(items), item.value, item.strength);
    } else if (!item.is_spark_container) {
      items.push_back(std::move(value));
    }
  }
  return items;
}

/// Fills in what is known once everything is merged: text, strength, whether it is of one policy.
json finish_edit(Edit& edit) {
  json whole = edit.value;
  if (whole.is_null()) whole = has_items(*edit.field) ? finish_items(edit) : finish_members(edit);
  for (const Edit& child : edit.children) {
    if (child.strength == Strength::win) edit.strength = Strength::win;
    edit.of_one_policy =
        edit.of_one_policy && child.of_one_policy && child.origin.policy == edit.origin.policy;
  }
  edit.text = whole.dump();
  return whole;
}

}  // namespace

Edit EditBuilder::finish(std::vector<LeftOut>& left_out) {
  drop_never_touched(root_, left_out);
  finish_edit(root_);
  mark_kept(root_, role_);
  return std::move(root_);
}

}  // namespace sparkgate::decision
