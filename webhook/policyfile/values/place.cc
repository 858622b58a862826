#include "policyfile/values/place.h"

#include <algorithm>

#include "policyfile/read_values.h"

namespace sparkgate::policyfile {

const Node* Place::find(std::string_view field) const {
  const Node* found = node_ ? node_->find(field) : nullptr;
  return found && !found->is_null() ? found : nullptr;
}

bool Place::is_true(std::string_view field) const {
  return boolean(find(field));
}

bool Place::is_false(std::string_view field) const {
  const Node* found = find(field);
  return found && found->scalar.is_boolean() && !boolean(found);
}

std::string Place::text(std::string_view field) const {
  return policyfile::text(find(field));
}

std::optional<std::int64_t> Place::number(std::string_view field) const {
  const Node* found = find(field);
  if (!found || !found->scalar.is_number_integer()) return std::nullopt;
  return found->scalar.get<std::int64_t>();
}

std::vector<std::string> Place::texts(std::string_view field) const {
  std::vector<std::string> result;
  for (const Node& item : policyfile::items(find(field))) result.push_back(item.text());
  return result;
}

bool Place::is_empty(std::string_view field) const {
  const Node* found = find(field);
  return !found || (found->items.empty() && found->members.empty());
}

Place Place::at(std::string_view field) const {
  return {find(field), *type_->find(field)->type, path_of(field), *source_};
}

std::vector<Place> Place::items(std::string_view field) const {
  std::vector<Place> result;
  const decision::PodType& type = *type_->find(field)->element->type;
  std::size_t index = 0;
  for (const Node& item : policyfile::items(find(field))) {
    const std::string path = path_of(field) + "[" + std::to_string(index++) + "]";
    if (item.is_map() && !is_directive(item)) result.emplace_back(&item, type, path, *source_);
  }
  return result;
}

void Place::refuse(std::string_view field, std::string_view sentence) const {
  const Node* found = find(field);
  refuse_at(found ? *found : *node_, field, sentence);
}

void Place::refuse(std::string_view sentence) const {
  source_->tell(Code::wrong_value, node_->at, path_ + " " + std::string(sentence));
}

void Place::note(std::string_view field, std::string_view sentence) const {
  const Node* found = find(field);
  source_->tell(Code::doubtful_value, found ? found->at : node_->at,
                path_of(field) + " " + std::string(sentence));
}

void Place::refuse_at(const Node& value, std::string_view path, std::string_view sentence) const {
  source_->tell(Code::wrong_value, value.at, path_of(path) + " " + std::string(sentence));
}

void Place::refuse_key(std::string_view map, const Member& member, std::string_view why) const {
  source_->tell(Code::wrong_value, member.at,
                "'" + member.name + "' in " + path_of(map) + ": " + std::string(why));
}

void Place::needs_one(std::string_view examples) const {
  if (!node_ || !node_->is_map()) return;
  for (const Member& member : node_->members) {
    const decision::PodField* known = type_->find(member.name);
    if (!known || known->alternative) return;  // an unknown one may be a newer alternative
  }
  refuse("needs " + std::string(examples));
}

std::string Place::path_of(std::string_view field) const {
  return path_ + (path_.empty() ? "" : ".") + std::string(field);
}

bool is_directive(const Node& object) {
  const Node* patch = object.find("$patch");
  return patch && (patch->text() == "delete" || object.members.size() == 1);
}

}  // namespace sparkgate::policyfile
