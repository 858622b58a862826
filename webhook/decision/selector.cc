#include "decision/selector.h"

#include <algorithm>
#include <cctype>

namespace sparkgate::decision {
namespace {

using Operator = Requirement::Operator;

bool among(const std::vector<std::string>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// `value` is empty when the label is absent.
bool holds(const Requirement& requirement, std::optional<std::string_view> value) {
  switch (requirement.op) {
    case Operator::in:
      return value && among(requirement.values, *value);
    case Operator::not_in:
      return !value || !among(requirement.values, *value);
    case Operator::exists:
      return value.has_value();
    case Operator::does_not_exist:
      return !value.has_value();
  }
  return false;
}

/// Whether some value, or none, of the label `key` satisfies all requirements about it: only the
/// values that they name and "something else" have to be tried.
bool is_satisfiable(const std::vector<const Requirement*>& all, std::string_view key) {
  std::vector<std::optional<std::string_view>> candidates = {std::nullopt, "\n"};
  for (const Requirement* one : all) {
    candidates.insert(candidates.end(), one->values.begin(), one->values.end());
  }
  return std::any_of(candidates.begin(), candidates.end(), [&](const auto& candidate) {
    return std::all_of(all.begin(), all.end(), [&](const Requirement* one) {
      return one->key != key || holds(*one, candidate);
    });
  });
}

bool alphanumeric(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Kubernetes' qualified name: letters, digits, '-', '_', '.', ends with letters or digits, ≤ 63.
bool qualified_name(std::string_view text) {
  return !text.empty() && text.size() <= 63 && alphanumeric(text.front()) &&
         alphanumeric(text.back()) && std::all_of(text.begin(), text.end(), [](char c) {
           return alphanumeric(c) || c == '-' || c == '_' || c == '.';
         });
}

/// A piece of a DNS name between dots; Kubernetes lets it be as long as the whole name.
bool dns_label(std::string_view text) {
  return !text.empty() && alphanumeric(text.front()) && alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

/// Whether what `given` says of a label is enough for `wanted`, as far as one of them can tell.
bool implies(const Requirement& given, const Requirement& wanted) {
  using Operator = Requirement::Operator;
  if (given.key != wanted.key) return false;
  if (given.op == Operator::in && wanted.op == Operator::exists) return true;
  if (given.op != wanted.op) return false;
  const bool more_narrows = given.op == Operator::not_in;
  const auto& few = more_narrows ? wanted.values : given.values;
  const auto& many = more_narrows ? given.values : wanted.values;
  return std::all_of(few.begin(), few.end(), [&](const std::string& value) {
    return std::find(many.begin(), many.end(), value) != many.end();
  });
}

}  // namespace

bool is_dns_subdomain(std::string_view text) {
  if (text.size() > 253) return false;
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!dns_label(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return dns_label(text);
}

const Requirement* Selector::first_failed(View labels) const {
  for (const Requirement& one : requirements) {
    const View value = labels[one.key];
    if (!holds(one, value.is_text() ? std::optional(value.text()) : std::nullopt)) return &one;
  }
  return nullptr;
}

bool Selector::can_overlap(const Selector& a, const Selector& b) {
  std::vector<const Requirement*> all;
  for (const Selector* selector : {&a, &b}) {
    for (const Requirement& one : selector->requirements) all.push_back(&one);
  }
  return std::all_of(all.begin(), all.end(),
                     [&](const Requirement* one) { return is_satisfiable(all, one->key); });
}

bool Selector::covers(const Selector& wide, const Selector& narrow) {
  return std::all_of(
      wide.requirements.begin(), wide.requirements.end(), [&](const Requirement& wanted) {
        return std::any_of(narrow.requirements.begin(), narrow.requirements.end(),
                           [&](const Requirement& given) { return implies(given, wanted); });
      });
}

std::string label_key_mistake(std::string_view text) {
  const std::size_t slash = text.find('/');
  const bool prefixed = slash != std::string_view::npos;
  if (prefixed && !is_dns_subdomain(text.substr(0, slash))) {
    return "the part before '/' of a key is a DNS name in lower case";
  }
  if (!qualified_name(prefixed ? text.substr(slash + 1) : text)) {
    return "a key has at most 63 letters, digits, '-', '_' or '.', and begins and ends with a "
           "letter or digit";
  }
  return {};
}

std::string label_value_mistake(std::string_view text) {
  if (text.empty() || qualified_name(text)) return {};
  return "a label value has at most 63 letters, digits, '-', '_' or '.', and begins and ends with "
         "a letter or digit";
}

}  // namespace sparkgate::decision
