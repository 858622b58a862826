#include "policytest/pod_fields.h"

#include <string_view>
#include <vector>

#include "policyfile/suggest.h"

namespace sparkgate::policytest {
namespace {

using decision::PodField;
using decision::PodType;
using policyfile::Member;
using policyfile::Node;
using policyfile::Source;

void check_object(const Node& node, const PodType& type, Source& source);

void check_value(const Node& node, const PodField& field, Source& source) {
  if (field.shape == decision::Shape::object) return check_object(node, *field.type, source);
  if (field.shape != decision::Shape::list) return;
  for (const Node& item : node.items) check_value(item, *field.element, source);
}

void check_object(const Node& node, const PodType& type, Source& source) {
  for (const Member& member : node.members) {
    if (const PodField* field = type.find(member.name)) {
      check_value(member.value, *field, source);
    } else if (const std::string slip = slip_in_field(type, member.name); !slip.empty()) {
      source.tell(policyfile::Code::unknown_key, member.at, slip);
    }
  }
}

}  // namespace

std::string slip_in_field(const PodType& type, const std::string& name) {
  if (type.find(name)) return {};
  std::vector<std::string_view> names;
  for (const PodField& field : type.fields) names.push_back(field.name);
  const std::string hint = policyfile::did_you_mean(name, names);
  if (hint.empty()) return {};
  return "unknown field '" + name + "' in a " + std::string(type.name) + hint;
}

void check_fields(const Node& pod, Source& source) {
  check_object(pod, decision::pod_template_type(), source);
}

}  // namespace sparkgate::policytest
