#include "decision/edit_builder.h"

#include <algorithm>
#include <utility>

#include "decision/directive.h"
#include "decision/finish_edit.h"
#include "decision/fragment_types.h"
#include "decision/never_touched.h"
#include "decision/node_affinity.h"
#include "decision/patch.h"
#include "decision/same.h"
#include "decision/secret.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

constexpr std::string_view kSparkContainer = "$spark";

/// The member of that name; else, of an alternative, the one that stands in its place.
Edit* same_or_alternative(Edit& into, std::string_view name, const PodField& field,
                          const Fragment& value) {
  if (Edit* same = into.find(name)) return same;
  if (!field.alternative || is_null(value)) return nullptr;
  for (Edit& other : into.children) {
    if (other.field->alternative && other.verb != Verb::remove) return &other;
  }
  return nullptr;
}

/// What the pod has there is given up for `said`.
void give_up(Edit& edit, const Fragment& said) {
  edit.verb = Verb::replace;
  edit.whole = &said;
}

/// Of what is taken out or given as a whole: whether two policies mean the same.
bool says_the_same(const Edit& mine, const Fragment& theirs) {
  if (mine.verb == Verb::remove) return is_null(theirs);
  return mine.whole && to_json(*mine.whole) == to_json(theirs);
}

/// Two mounts at one path, of different volumes: halves of both would be neither.
bool is_another_volume(const Edit& mount, const Fragment& theirs) {
  const Edit* mine = mount.field->type->name == "VolumeMount" ? mount.find("name") : nullptr;
  const Fragment* volume = theirs.find("name");
  return mine && volume && mine->value != volume->scalar;
}

/// It is left out, so it is nobody's counterpart: `$spark` of the same pod is changed all the same.
bool takes_out_spark(const Edit& item) {
  return item.is_spark_container && item.verb == Verb::remove;
}

bool same_container(const Edit& mine, const Edit& theirs) {
  return mine.is_spark_container && takes_out_spark(mine) == takes_out_spark(theirs);
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
  merge_secrets(policy);
}

void EditBuilder::merge_secrets(const Policy& policy) {
  of_secret_ = true;
  for (const Secret& secret : policy.secrets) {
    const Strength strength = secret.replace ? Strength::win : Strength::fill;
    const bool concerns = secret.roles == 0 || (secret.roles & bit(role_)) != 0;
    if (strength == strength_ && concerns) merge(root_, secret.pod_template);
  }
  of_secret_ = false;
}

Edit EditBuilder::asked(const Fragment& said, const PodField& field) const {
  Edit edit;
  edit.field = &field;
  edit.strength = strength_;
  edit.priority = priority_;
  edit.origin = said.origin;
  return edit;
}

Edit EditBuilder::make(const Fragment& said, const PodField& field, std::string_view name) {
  Edit edit = asked(said, field);
  edit.name = name;
  append_pointer_token(edit.token, name);
  if (is_null(said)) {
    edit.verb = Verb::remove;
  } else if (has_members(field) && said.kind == Fragment::Kind::object) {
    if (is_deleted(said) || is_replaced(said)) give_up(edit, said);
    if (!is_deleted(said)) merge_members(edit, said);
  } else if (has_items(field) && said.kind == Fragment::Kind::list) {
    if (is_replaced(said)) give_up(edit, said);
    merge_items(edit, said);
  } else {
    edit.value = to_json(said);
  }
  return edit;
}

bool EditBuilder::names_spark(std::string_view container) const {
  return container == kSparkContainer || (!spark_alias_.empty() && container == spark_alias_);
}

Edit EditBuilder::make_item(const Fragment& said, const PodField& list) {
  Edit item = asked(said, *list.element);
  item.of_secret = of_secret_;
  for (const std::string_view key : list.keys) item.keys.emplace_back(key, key_of(said, list, key));
  if (!item.keys.empty() && item.keys.front().second.is_string()) {
    item.name = item.keys.front().second.get<std::string>();
  }
  item.is_spark_container = list.name == "containers" && names_spark(item.name);
  if (is_deleted(said)) {
    item.verb = Verb::remove;
  } else if (list.merge == ListMerge::keyed) {
    merge_members(item, said);
  } else {
    item.value = to_json(said);
  }
  return item;
}

/// What a stronger policy takes out stays out, and what it gives as a whole stays whole. What a
/// weaker one takes out or gives as a whole gives way where the stronger one says more.
void EditBuilder::merge(Edit& into, const Fragment& said) {
  path_.push_back(into.name);
  const bool settled = into.verb != Verb::merge;
  const bool taken_out = is_null(said) || is_deleted(said);
  if (settled || taken_out || is_replaced(said)) {
    if (!says_the_same(into, said)) disagree(into, said);
    if (!settled && into.value.is_null()) give_up(into, said);
  }
  if (settled || taken_out) {
    path_.pop_back();
    return;
  }
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
    if (is_key || is_directive(name)) continue;
    const PodField& field = member_field(*into.field, name, value.kind);
    if (asks_for_nothing(value, field, strength_)) continue;
    if (into.retained && !is_retained(*into.retained, name)) {
      disagree_about(into, *into.retained, value);  // a stronger policy wants it gone
      continue;
    }
    Edit* const mine = same_or_alternative(into, name, field, value);
    if (!mine) {
      into.children.push_back(make(value, field, name));
    } else if (mine->name == name) {
      merge(*mine, value);
    } else {
      disagree(*mine, value);  // another alternative: never two sources in one volume
    }
  }
  merge_directives(into, said);
}

/// What is said about the object beside its members: which others stay, in what order items stand.
void EditBuilder::merge_directives(Edit& into, const Fragment& said) {
  for (const Fragment::Member& member : said.members) {
    if (member.name == kRetainKeys) {
      if (into.retained) disagree_about(into, *into.retained, member.value);
      if (!into.retained) into.retained = &member.value;
      for (const Edit& child : into.children) {
        if (!is_retained(member.value, child.name)) disagree(child, member.value);
      }
    }
    if (!member.name.starts_with(kElementOrder)) continue;
    const std::string_view name = std::string_view(member.name).substr(kElementOrder.size());
    if (!into.find(name)) {
      const Fragment nothing{.kind = Fragment::Kind::list, .origin = member.value.origin};
      into.children.push_back(make(nothing, member_field(*into.field, name, nothing.kind), name));
    }
    Edit& list = *into.find(name);
    if (list.verb != Verb::merge) disagree(list, member.value);  // taken out, or given as a whole
    if (list.order) disagree_about(list, *list.order, member.value);
    if (!list.order) list.order = &member.value;
  }
}

void EditBuilder::merge_items(Edit& list, const Fragment& said) {
  if (list.field->merge != ListMerge::all_terms) {
    for (const Fragment& item : said.items) {
      if (!is_replaced(item)) merge_item(list, item);
    }
    return;
  }
  Edit group = asked(said, *list.field->element);
  group.value = to_json(said);  // all terms of one author belong together: one of them has to hold
  const bool known = std::any_of(list.children.begin(), list.children.end(),
                                 [&](const Edit& other) { return other.value == group.value; });
  for (const Edit& other : list.children) {
    // Two overrides hold together; of two defaults the second would give way.
    const bool alike = strength_ == Strength::win || other.strength == Strength::win;
    if (!alike && differ_about_a_key(other.value, group.value)) disagree(other, said);
  }
  if (!known) list.children.push_back(std::move(group));
}

void EditBuilder::merge_item(Edit& list, const Fragment& said) {
  const PodField& field = *list.field;
  Edit item = make_item(said, field);
  for (Edit& mine : list.children) {
    if (field.merge == ListMerge::set) {
      if (mine.value == item.value) return;
    } else if (item.is_spark_container ? same_container(mine, item)
                                       : same_keys(mine, said, field)) {
      const bool removed = mine.verb == Verb::remove;
      if (removed && item.verb == Verb::remove) return;
      if (removed || item.verb == Verb::remove || is_another_volume(mine, said)) {
        return disagree(mine, said);
      }
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

void EditBuilder::disagree_about(const Edit& mine, const Fragment& ours, const Fragment& theirs) {
  if (to_json(ours) != to_json(theirs)) disagree(mine, theirs);
}

void EditBuilder::disagree(const Edit& mine, const Fragment& theirs) {
  const bool one_policy = mine.origin.policy == theirs.origin.policy;
  if (one_policy && !of_secret_) return;
  std::string path;
  for (std::size_t i = 1; i < path_.size(); ++i) {  // the root has no name
    path += (path.empty() ? "" : ".") + path_[i];
  }
  const Beaten::By by = mine.strength != strength_   ? Beaten::By::strength
                        : mine.priority != priority_ ? Beaten::By::priority
                                                     : Beaten::By::name;
  if (by == Beaten::By::name) conflicts_.push_back({path, mine.origin, theirs.origin});
  if (!one_policy) beaten_.push_back({std::move(path), mine.origin, theirs.origin, by});
}

Edit EditBuilder::finish(std::vector<LeftOut>& left_out) {
  drop_never_touched(root_, left_out);
  finish_edit(root_);
  mark_kept(root_, role_);
  put_secret_volumes_last(root_);
  return std::move(root_);
}

}  // namespace sparkgate::decision
