#include "decision/node_affinity.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "decision/same.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 2> kParts = {"matchExpressions", "matchFields"};

const PodField& requirement_field() {
  static const PodField kRequirement{.shape = Shape::object,
                                     .type = pod_type("NodeSelectorRequirement")};
  return kRequirement;
}

bool has_expression(View part, const json& expression, Strength strength) {
  for (const View present : part.items()) {
    if (strength == Strength::fill &&
        present["key"].text() == expression.value("key", std::string())) {
      return true;
    }
    if (same(present, expression, requirement_field())) return true;
  }
  return false;
}

/// Whether a term of the pod already requires all that one of ours does.
bool holds(View term, const json& ours, Strength strength) {
  for (const char* part : kParts) {
    if (!ours.contains(part)) continue;
    for (const json& expression : ours[part]) {
      if (!has_expression(term[part], expression, strength)) return false;
    }
  }
  return true;
}

/// term AND ours, for a term that does not hold ours yet.
json and_term(const json& term, View present, const json& ours, Strength strength) {
  json result = term;
  for (const char* part : kParts) {
    if (!ours.contains(part)) continue;
    if (result.contains(part) && !result[part].is_array()) return term;  // not of the API server
    for (const json& expression : ours[part]) {
      if (!has_expression(present[part], expression, strength)) result[part].push_back(expression);
    }
  }
  return result;
}

bool is_empty_term(View term) {
  return term["matchExpressions"].size() == 0 && term["matchFields"].size() == 0;
}

/// The same for a term of ours: it stands beside others and adds no node to theirs.
bool is_empty_term(const json& ours) {
  return std::none_of(kParts.begin(), kParts.end(),
                      [&](const char* part) { return ours.contains(part) && !ours[part].empty(); });
}

bool all_empty(const json& ours) {
  return std::all_of(ours.begin(), ours.end(), [](const json& one) { return is_empty_term(one); });
}

bool holds_one(View term, const json& ours, Strength strength) {
  return std::any_of(ours.begin(), ours.end(), [&](const json& one) {
    return !is_empty_term(one) && holds(term, one, strength);
  });
}

}  // namespace

bool differ_about_a_key(const json& a, const json& b) {
  const auto expressions_of = [](const json& terms) {
    json all = json::array();
    for (const json& term : terms) {
      for (const char* part : kParts) {
        const json expressions = term.value(part, json::array());
        all.insert(all.end(), expressions.begin(), expressions.end());
      }
    }
    return all;
  };
  const json ours = expressions_of(a), theirs = expressions_of(b);
  return std::any_of(ours.begin(), ours.end(), [&](const json& one) {
    return std::any_of(theirs.begin(), theirs.end(), [&](const json& other) {
      return one.value("key", "") == other.value("key", "") && one != other;
    });
  });
}

bool changes_terms(View terms, const json& ours, Strength strength) {
  if (terms.size() == 0) return !ours.empty();
  if (all_empty(ours)) return false;
  for (const View term : terms.items()) {
    if (!is_empty_term(term) && !holds_one(term, ours, strength)) return true;
  }
  return false;
}

json and_terms(json terms, const json& ours, Strength strength) {
  if (terms.empty()) return ours;
  if (all_empty(ours)) return terms;
  simdjson::dom::parser parser;
  const std::string text = terms.dump();
  simdjson::dom::element parsed;
  if (parser.parse(text).get(parsed) != simdjson::SUCCESS) return terms;
  json result = json::array();
  auto term = terms.begin();
  for (const View present : View(parsed).items()) {
    if (is_empty_term(present) || holds_one(present, ours, strength)) {
      result.push_back(std::move(*term));
    } else {
      for (const json& one : ours) {
        if (!is_empty_term(one)) result.push_back(and_term(*term, present, one, strength));
      }
    }
    ++term;
  }
  return result;
}

}  // namespace sparkgate::decision
