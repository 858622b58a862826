#include "cli/print_field.h"

#include "cli/print_pod.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string shown(const nlohmann::json& value) {
  return value.is_null() ? "nothing" : dump(value);
}

std::string place(const Provenance& at) {
  return at.file + ":" + std::to_string(at.line);
}

void print_claim(std::ostream& out, const Claim& claim, const Colours& colours) {
  out << "  " << colours.bold(claim.policy->name) << "  " << claim.as << ", priority "
      << claim.policy->priority << ", " << colours.faint(place(claim.from)) << "\n"
      << "    wants   " << shown(claim.value) << "\n    "
      << (claim.won ? colours.good(claim.outcome) : colours.yellow(claim.outcome)) << "\n";
}

}  // namespace

void print_text(std::ostream& out, const ExplainedField& explained, const Colours& colours) {
  out << headline(explained, colours) << "\n";
  if (!explained.error.empty()) return;
  print_notes(out, explained, colours);
  out << colours.bold(explained.field) << "\n  sent    " << shown(explained.sent) << "\n  stored  "
      << shown(explained.stored) << "\n";
  for (const AppliedPolicy::Gift& one : explained.changes) {
    out << "  change  " << one.op << " " << one.path << "  "
        << colours.faint("policy " + one.from.policy + ", " + place(one.from)) << "\n";
  }
  if (explained.claims.empty()) out << "  no policy that applies says anything of it\n";
  for (const Claim& claim : explained.claims) print_claim(out, claim, colours);
}

void print_json(std::ostream& out, const ExplainedField& explained) {
  Json claims = Json::array();
  for (const Claim& claim : explained.claims) {
    claims.push_back({{"policy", claim.policy->name},
                      {"priority", claim.policy->priority},
                      {"as", claim.as},
                      {"file", claim.from.file},
                      {"line", claim.from.line},
                      {"value", claim.value},
                      {"won", claim.won},
                      {"outcome", claim.outcome}});
  }
  Json changes = Json::array();
  for (const AppliedPolicy::Gift& one : explained.changes) {
    changes.push_back({{"op", one.op},
                       {"path", one.path},
                       {"policy", one.from.policy},
                       {"file", one.from.file},
                       {"line", one.from.line}});
  }
  Json line = json_head(explained);
  line["field"] = explained.field;
  line["sent"] = explained.sent;
  line["stored"] = explained.stored;
  line["changes"] = changes;
  line["claims"] = claims;
  line["error"] = or_null(explained.error);
  out << dump(line) << "\n";
}

}  // namespace sparkgate::cli
