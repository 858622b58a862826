#include "decision/becoming.h"

#include <algorithm>

#include "decision/directive.h"
#include "decision/never_touched.h"
#include "decision/same.h"

namespace sparkgate::decision {
namespace {

/// One of several fields of which an object has one: a volume's source, a probe's way.
bool is_alternative(const Edit& object, std::string_view name) {
  const PodField* field = object.field->type ? object.field->type->find(name) : nullptr;
  return field && field->alternative;
}

/// Whether the object has another alternative than `name`.
bool has_another(const Edit& object, View here, std::string_view name) {
  const auto& fields = object.field->type->fields;
  return !here[name].present() &&
         std::any_of(fields.begin(), fields.end(), [&](const PodField& field) {
           return field.alternative && here[field.name].present();
         });
}

}  // namespace

Becoming::Becoming(const Walk& walk, const Edit* edit, View here)
    : walk_(&walk), edit_(edit && !walk.is_blocked(*edit) ? edit : nullptr), here_(here) {
  if (!edit_ || edit_->verb == Verb::merge) return;
  here_ = View();
  if (edit_->verb == Verb::remove) edit_ = nullptr;
}

/// A default is none where the object has another alternative.
bool Becoming::yields(const Edit& child) const {
  return child.strength == Strength::fill && child.field->alternative &&
         has_another(*edit_, here_, child.name);
}

bool Becoming::gives_way(const Edit& child) const {
  const View there = here_[child.name];
  if (is_kept(child, there) || yields(child)) return true;
  return child.strength == Strength::fill && there.present() && !unsaid(there, *child.field);
}

View Becoming::staying(std::string_view name) const {
  const View there = here_[name];
  if (!edit_ || !there.present()) return there;
  if (edit_->retained && !is_retained(*edit_->retained, name)) return {};
  const bool displaced =
      std::any_of(edit_->children.begin(), edit_->children.end(), [&](const Edit& child) {
        return child.field->alternative && child.adds && child.strength == Strength::win &&
               child.name != name && !here_[child.name].present() && !walk_->is_blocked(child) &&
               is_alternative(*edit_, name);
      });
  return displaced ? View() : there;
}

const Edit* Becoming::changer(std::string_view name) const {
  const Edit* child = walk_->find(edit_, name);
  return child && !gives_way(*child) ? child : nullptr;
}

const Edit* Becoming::ours(std::string_view name) const {
  const Edit* child = changer(name);
  return child && child->verb != Verb::remove ? child : nullptr;
}

Becoming Becoming::member(std::string_view name) const {
  const Edit* child = walk_->find(edit_, name);
  if (!child) return {*walk_, nullptr, staying(name)};
  const View there = here_[name];
  const bool ignored = is_kept(*child, there) || yields(*child);
  return {*walk_, ignored ? nullptr : child, there};
}

bool Becoming::is(std::string_view name, bool wanted) const {
  const Edit* mine = ours(name);
  return mine ? mine->value == wanted : pods(name).boolean() == wanted;
}

std::string_view Becoming::text(std::string_view name) const {
  const Edit* mine = ours(name);
  if (!mine) return pods(name).text();
  return mine->value.is_string() ? std::string_view(mine->value.get_ref<const std::string&>())
                                 : std::string_view();
}

std::optional<std::int64_t> Becoming::integer(std::string_view name) const {
  const Edit* mine = ours(name);
  if (!mine) return pods(name).integer();
  return mine->value.is_number_integer() ? std::optional(mine->value.get<std::int64_t>())
                                         : std::nullopt;
}

std::optional<Quantity> Becoming::quantity(std::string_view name) const {
  const Edit* mine = ours(name);
  if (!mine) return quantity_of(pods(name));
  if (mine->value.is_string()) return Quantity::parse(mine->value.get_ref<const std::string&>());
  return Quantity::parse(mine->text);
}

}  // namespace sparkgate::decision
