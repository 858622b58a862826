#include "decision/fragment_types.h"

#include <memory>

namespace sparkgate::decision {
namespace {

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

}  // namespace

const PodField& member_field(const PodField& parent, std::string_view name, Fragment::Kind kind) {
  if (parent.shape == Shape::map) return *parent.element;
  const PodField* field = parent.type ? parent.type->find(name) : nullptr;
  return field ? *field : newer_field(kind);
}

bool asks_for_nothing(const Fragment& said, const PodField& field, Strength strength) {
  const bool whole = field.shape == Shape::list && field.merge == ListMerge::atomic;
  if (whole && strength == Strength::win) return false;
  if (field.pointer || said.kind == Fragment::Kind::scalar) return false;
  return said.members.empty() && said.items.empty();
}

nlohmann::json key_of(const Fragment& item, const PodField& list, std::string_view key) {
  const Fragment* member = item.find(key);
  nlohmann::json value = member ? member->scalar : nlohmann::json();
  const PodField* field = list.element->type->find(key);
  if (value.is_null() && field && !field->fallback.empty()) value = field->fallback;
  return value;
}

}  // namespace sparkgate::decision
