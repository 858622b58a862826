#include "cli/print_examined.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "cli/moved_items.h"
#include "cli/print_pod.h"
#include "cli/text_diff.h"
#include "policyfile/yaml.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;

Json excuse(const std::optional<Excuse>& excepted) {
  if (!excepted) return nullptr;
  return {{"reason", excepted->reason}, {"owner", excepted->owner}, {"expires", excepted->expires}};
}

Json violations(const Examined& examined) {
  Json list = Json::array();
  for (const Breach& breach : examined.violations) {
    list.push_back({{"policy", breach.policy},
                    {"rule", breach.rule},
                    {"action", breach.action},
                    {"path", breach.path},
                    {"found", breach.found},
                    {"allowed", breach.allowed},
                    {"message", breach.message},
                    {"excepted", excuse(breach.excepted)}});
  }
  return list;
}

Json provenance(const std::vector<Provenance>& operations) {
  Json list = Json::array();
  for (const Provenance& one : operations) {
    list.push_back({{"policy", one.policy}, {"file", one.file}, {"line", one.line}});
  }
  return list;
}

/// The line of `-o json`; its shape is a promise.
Json json_line(const Examined& examined, bool show_pod) {
  Json line = json_head(examined);
  line.update({{"policies", examined.policies},
               {"allowed", examined.error.empty() ? Json(examined.allowed) : Json()},
               {"patch", examined.patch.is_array() ? Json(examined.patch) : Json::array()},
               {"provenance", provenance(examined.provenance)},
               {"violations", violations(examined)},
               {"warnings", examined.warnings},
               {"error", or_null(examined.error)}});
  if (examined.audited_patch.is_array()) {
    line["auditedPatch"] = examined.audited_patch;
    line["auditedProvenance"] = provenance(examined.audited_provenance);
  }
  if (!examined.owner.empty()) line["owner"] = examined.owner;
  if (show_pod) line["pod"] = examined.after;
  return line;
}

}  // namespace

void Printer::print(std::ostream& out, const Examined& examined) const {
  if (printing_.format == "json") {
    out << dump(json_line(examined, printing_.show_pod)) << "\n";
  } else if (printing_.format == "diff" || !examined.error.empty()) {
    diff(out, examined);
  } else if (printing_.format == "yaml") {
    out << "---\n" << policyfile::to_yaml(examined.after);
  } else if (printing_.format == "patch") {
    out << dump(examined.patch) << "\n";
  } else {
    out << examined.mutate_answer << "\n" << examined.validate_answer << "\n";
  }
}

void Printer::headline(std::ostream& out, const Examined& examined) const {
  out << cli::headline(examined, colours_);
  out << "  " << (examined.allowed ? colours_.good("allowed") : colours_.bad("DENIED")) << ", ";
  const std::size_t count = examined.patch.size();
  out << (count == 0 ? "no change" : std::to_string(count) + (count == 1 ? " change" : " changes"));
  std::string names;
  for (const std::string& policy : examined.policies) {
    names += (names.empty() ? "" : ", ") + policy;
  }
  out << (names.empty() ? ", no policy matches" : ", policies: " + names) << "\n";
}

void Printer::changes(std::ostream& out, const Examined& examined) const {
  std::vector<Moved> moved;
  const auto before = with_order_of(examined.after, examined.before, moved);
  const std::size_t width = terminal_width();
  for (const std::string& whole :
       unified_diff(policyfile::to_yaml(before), policyfile::to_yaml(examined.after))) {
    const std::string line = cut(whole, width);
    const char mark = line.empty() ? ' ' : line.front();
    out << (mark == '+'   ? colours_.good(line)
            : mark == '-' ? colours_.bad(line)
            : mark == '@' ? colours_.cyan(line)
                          : line)
        << "\n";
  }
  for (const Moved& one : moved) {
    std::string items;
    for (const std::string& item : one.items) items += (items.empty() ? "" : ", ") + item;
    out << "  " << colours_.cyan("moved") << " in " << one.list << ": " << items << "\n";
  }
}

/// What one operation does, and the policy, file and line that want it.
std::string Printer::reason(const nlohmann::json& operation, const Provenance& from) const {
  return operation["op"].get<std::string>() + " " + operation["path"].get<std::string>() + "  " +
         colours_.faint("policy " + from.policy + ", " + from.file + ":" +
                        std::to_string(from.line));
}

void Printer::reasons(std::ostream& out, const Examined& examined) const {
  for (std::size_t i = 0; i < examined.patch.size(); ++i) {
    out << "  " << reason(examined.patch[i], examined.provenance[i]) << "\n";
  }
}

/// What policies in mode audit would have done beyond the patch.
void Printer::audited(std::ostream& out, const Examined& examined) const {
  for (std::size_t i = 0; i < examined.audited_patch.size(); ++i) {
    const auto& operation = examined.audited_patch[i];
    if (std::find(examined.patch.begin(), examined.patch.end(), operation) ==
        examined.patch.end()) {
      out << "  " << colours_.yellow("audit") << " "
          << reason(operation, examined.audited_provenance[i]) << "\n";
    }
  }
}

void Printer::diff(std::ostream& out, const Examined& examined) const {
  if (!examined.error.empty()) {
    out << cli::headline(examined, colours_) << "\n";
    return;
  }
  headline(out, examined);
  print_notes(out, examined, colours_);
  if (!examined.patch.empty()) changes(out, examined);
  if (printing_.explain) reasons(out, examined);
  audited(out, examined);
  for (const Breach& breach : examined.violations) {
    if (breach.action == "deny" && !breach.excepted) continue;  // the user reads it, below
    out << "  " << colours_.yellow(breach.excepted ? "excepted" : breach.action) << " "
        << breach.policy << "/" << breach.rule << ": " << breach.message;
    if (const auto& by = breach.excepted) {
      out << " (" << by->owner << " until " << by->expires << ": " << by->reason << ")";
    }
    out << "\n";
  }
  for (const std::string& one : examined.left_out) {
    out << "  " << colours_.yellow("left out") << " " << one << "\n";
  }
  if (!examined.owner.empty())
    out << "  " << colours_.yellow("owner") << " " << examined.owner << "\n";
  if (!examined.denial.empty()) out << colours_.bad(examined.denial) << "\n";
}

}  // namespace sparkgate::cli
