#include "policyfile/values/check_values.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "decision/quantity.h"
#include "policyfile/suggest.h"
#include "policyfile/values/place.h"
#include "policyfile/values/value_table.h"

namespace sparkgate::policyfile {
namespace {

using decision::PodField;
using decision::Shape;

constexpr std::int64_t kMost32 = std::numeric_limits<std::int32_t>::max();
constexpr std::size_t kShown = 80;  // bytes of a value
constexpr std::int64_t kLeast32 = std::numeric_limits<std::int32_t>::min();

class ValueChecker {
 public:
  ValueChecker(std::string path, Source& source) : path_(std::move(path)), source_(source) {}

  void required(const Node& object, const ValueRule& rule) {
    const Node* value = object.find(rule.field);
    if (!value) {
      if (rule.required) {
        source_.tell(Code::missing_key, object.at,
                     path_ + " needs '" + std::string(rule.field) + "'");
      }
      return;
    }
    if (rule.filled && is_empty(*value)) say(*value, field_path(rule.field), "must not be empty");
  }

  void value(const Member& member, const PodField& field, const ValueRule& rule) {
    if (!rule.each) return one(member.value, field_path(member.name), field, rule);
    for (std::size_t i = 0; i < member.value.items.size(); ++i) {
      one(member.value.items[i], field_path(member.name) + "[" + std::to_string(i) + "]",
          *field.element, rule);
    }
  }

 private:
  static bool is_empty(const Node& node) {
    return node.is_list() ? node.items.empty() : node.is_text() && node.text().empty();
  }

  std::string field_path(std::string_view field) const {
    return path_ + (path_.empty() ? "" : ".") + std::string(field);
  }

  void say(const Node& node, const std::string& path, const std::string& sentence,
           bool only_note = false) {
    if (only_note) return source_.tell(Code::doubtful_value, node.at, path + " " + sentence);
    source_.tell(Code::wrong_value, node.at, path + " " + sentence);
  }

  void one(const Node& node, const std::string& path, const PodField& field,
           const ValueRule& rule) {
    if (node.kind != Node::Kind::scalar) return;
    const bool number = node.scalar.is_number_integer();
    if (field.shape == Shape::quantity) return quantity(node, path);
    if (field.shape == Shape::integer || field.shape == Shape::int_or_string) {
      if (number) return range(node, path, rule);
    }
    const bool wants_text = field.shape == Shape::string || field.shape == Shape::int_or_string;
    if (!wants_text || !node.is_text()) return;
    // Empty is absent to Kubernetes, but for pointers; what may not be absent was checked before.
    const bool unsaid = !rule.each && (rule.filled || rule.may_be_empty || !field.pointer);
    if (!node.text().empty() || !unsaid) text(node, path, rule);
  }

  void range(const Node& node, const std::string& path, const ValueRule& rule) {
    const auto value = node.scalar.get<std::int64_t>();
    const std::int64_t least = rule.has_range ? rule.least : kLeast32;
    const std::int64_t most = rule.has_range ? rule.most : kMost32;
    if (value >= least && value <= most) return;
    if (most == kMost32 && (value > most || !rule.has_range)) {
      return say(node, path, "does not fit into 32 bits");
    }
    const std::string found = ", not " + std::to_string(value);
    if (rule.octal) return say(node, path, "must be from 0 to 0777 in octal (511)" + found);
    if (value < least && !bounded(rule)) {
      return say(node, path, "must be " + std::to_string(least) + " or more" + found);
    }
    say(node, path,
        "must be from " + std::to_string(least) + " to " + std::to_string(most) + found);
  }

  /// Whether the upper end means something, and is not just where the type ends.
  static bool bounded(const ValueRule& rule) {
    return rule.most != kMost32 && rule.most != std::numeric_limits<std::int64_t>::max();
  }

  void text(const Node& node, const std::string& path, const ValueRule& rule) {
    const std::string text = node.text();
    if (rule.kind) {
      const std::string why = rule.kind->mistake(text);
      if (!why.empty()) say(node, path, "is '" + shown(text) + "': " + why, rule.only_note);
    }
    const auto& known = rule.choices;
    if (known.empty() || std::find(known.begin(), known.end(), text) != known.end()) return;
    say(node, path,
        "must be " + either(known) + ", not '" + shown(text) + "'" + did_you_mean(text, known));
  }

  static std::string shown(const std::string& text) {
    if (text.size() <= kShown) return text;
    std::size_t end = kShown;
    while (end > 0 && (text[end] & 0xc0) == 0x80) --end;  // not amid a character
    return text.substr(0, end) + "...";
  }

  void quantity(const Node& node, const std::string& path) {
    const std::string text = node.is_text() ? node.text() : node.scalar.dump();
    const auto amount = decision::Quantity::parse(text);
    if (amount && *amount < decision::Quantity()) {
      say(node, path, "must be 0 or more, not " + text);
    }
  }

  std::string path_;
  Source& source_;
};

/// The rule of a field; where the table has none, its type still has limits.
const ValueRule& rule_of(const std::vector<ValueRule>& rules, const PodField& field) {
  static const ValueRule kAny;
  static const ValueRule kAnyOfEach = [] {
    ValueRule rule;
    rule.each = true;
    return rule;
  }();
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const ValueRule& rule) { return rule.field == field.name; });
  if (found != rules.end()) return *found;
  return field.shape == Shape::list ? kAnyOfEach : kAny;
}

}  // namespace

void check_values(const Node& object, const decision::PodType& type, const std::string& path,
                  Source& source) {
  ValueChecker checker(path, source);
  const std::vector<ValueRule>& rules = value_rules(type.name);
  for (const ValueRule& rule : rules) checker.required(object, rule);
  for (const Member& member : object.members) {
    const PodField* field = type.find(member.name);
    if (field) checker.value(member, *field, rule_of(rules, *field));
  }
}

}  // namespace sparkgate::policyfile
