#include "cli/print_explained.h"

#include <algorithm>

#include "cli/print_pod.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLabelWidth = 12;
constexpr std::size_t kMaxValueWidth = 24;  // of a value beside its path
constexpr std::size_t kMaxTextWidth = 60;   // longer texts push their place to the right

/// One line below a policy: "beats", what, and the place that asked for it.
struct Row {
  std::string label, text, place;
  bool attention = false;
};

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string place(const Provenance& at) {
  return at.file + ":" + std::to_string(at.line);
}

std::string mode_of(const decision::Policy& policy) {
  return policy.mode == decision::Mode::audit ? "audit" : "enforce";
}

/// `add /spec/hostname "a"`; what is longer than a word or two is left to `-o json`.
std::string operation(const AppliedPolicy::Gift& gift) {
  const std::string value = gift.value.is_null() ? "" : dump(gift.value);
  const std::string shown = value.size() <= kMaxValueWidth ? value : "";
  return gift.op + " " + gift.path + (shown.empty() ? "" : " " + shown);
}

std::vector<Row> rows_of(const AppliedPolicy& applied) {
  std::vector<Row> rows;
  for (const std::string& one : applied.because) rows.push_back({"because", one, ""});
  if (applied.policy->recognise_client_mode) {
    rows.push_back({"recognises", "drivers without Spark's labels", ""});
  }
  for (const auto& one : applied.gives) {
    rows.push_back(
        {one.audited ? "would give" : "gives", operation(one), place(one.from), one.audited});
  }
  for (const auto& one : applied.beats) {
    rows.push_back(
        {one.audited ? "would beat" : "beats",
         one.loser.policy + " (" + place(one.loser) + ") in " + one.path + ": " + one.why,
         place(one.winner), one.audited});
  }
  for (const auto& one : applied.left_out) {
    rows.push_back({"left out", one.reason, place(one.from), true});
  }
  if (!applied.owner.empty()) rows.push_back({"owner", applied.owner, ""});
  for (const auto& one : applied.rules) {
    rows.push_back({"judges", one.rule + " (" + one.action + ")", ""});
  }
  if (rows.size() == applied.because.size()) rows.push_back({"gives", "nothing", ""});
  return rows;
}

void print_rows(std::ostream& out, const std::vector<Row>& rows, const Colours& colours) {
  std::size_t width = 0;
  for (const Row& row : rows) {
    const bool counts = !row.place.empty() && row.text.size() <= kMaxTextWidth;
    if (counts) width = std::max(width, row.text.size());
  }
  std::string before;
  for (const Row& row : rows) {
    const std::string label = padded(row.label == before ? "" : row.label, kLabelWidth);
    out << "    " << (row.attention ? colours.yellow(label) : label);
    if (row.place.empty()) {
      out << row.text << "\n";
    } else {
      out << padded(row.text, width) << "  " << colours.faint(row.place) << "\n";
    }
    before = row.label;
  }
}

void print_applied(std::ostream& out, const AppliedPolicy& applied, const Colours& colours) {
  const decision::Policy& policy = *applied.policy;
  out << "  " << colours.bold(policy.name) << "  priority " << policy.priority << ", "
      << mode_of(policy) << ", " << policy.file << ":" << policy.line;
  if (!applied.only.empty()) out << "  " << colours.yellow(applied.only);
  out << "\n";
  print_rows(out, rows_of(applied), colours);
}

void print_others(std::ostream& out, const std::vector<OtherPolicy>& others,
                  const Colours& colours) {
  std::size_t width = 0;
  for (const OtherPolicy& other : others) width = std::max(width, other.policy->name.size());
  for (const OtherPolicy& other : others) {
    out << "  " << colours.bold(padded(other.policy->name, width)) << "  " << other.why << "\n";
  }
}

/// "1 policy applies", "2 policies apply"
std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + (count == 1 ? one : many);
}

Json json_place(const Provenance& at) {
  return {{"policy", at.policy}, {"file", at.file}, {"line", at.line}};
}

/// Name, priority, mode and place of a policy.
Json json_policy(const decision::Policy& policy) {
  return {{"policy", policy.name},
          {"priority", policy.priority},
          {"mode", mode_of(policy)},
          {"file", policy.file},
          {"line", policy.line}};
}

Json json_applied(const AppliedPolicy& applied) {
  Json gives = Json::array(), beats = Json::array(), left_out = Json::array(),
       rules = Json::array();
  for (const auto& one : applied.gives) {
    gives.push_back({{"op", one.op},
                     {"path", one.path},
                     {"value", one.value},
                     {"file", one.from.file},
                     {"line", one.from.line},
                     {"audited", one.audited}});
  }
  for (const auto& one : applied.beats) {
    beats.push_back({{"path", one.path},
                     {"winner", json_place(one.winner)},
                     {"loser", json_place(one.loser)},
                     {"why", one.why},
                     {"audited", one.audited}});
  }
  for (const auto& one : applied.left_out) {
    left_out.push_back({{"file", one.from.file}, {"line", one.from.line}, {"reason", one.reason}});
  }
  for (const auto& one : applied.rules) {
    rules.push_back({{"rule", one.rule}, {"action", one.action}});
  }
  Json line = json_policy(*applied.policy);
  line.update({{"only", or_null(applied.only)},
               {"because", applied.because},
               {"gives", gives},
               {"beats", beats},
               {"leftOut", left_out},
               {"owner", or_null(applied.owner)},
               {"rules", rules}});
  return line;
}

}  // namespace

void print_text(std::ostream& out, const Explained& explained, const Colours& colours) {
  out << headline(explained, colours) << "\n";
  if (!explained.error.empty()) return;
  print_notes(out, explained, colours);
  const auto& applies = explained.applies;
  out << (applies.empty() ? "no policy applies"
                          : counted(applies.size(), " policy applies", " policies apply"))
      << (applies.size() > 1    ? ", strongest first:"
          : applies.size() == 1 ? ":"
                                : "")
      << "\n";
  for (const AppliedPolicy& applied : applies) print_applied(out, applied, colours);
  const auto& others = explained.does_not_apply;
  if (others.empty()) return;
  out << counted(others.size(), " does not:", " do not:") << "\n";
  print_others(out, others, colours);
}

void print_json(std::ostream& out, const Explained& explained) {
  Json applies = Json::array(), others = Json::array();
  for (const AppliedPolicy& one : explained.applies) applies.push_back(json_applied(one));
  for (const OtherPolicy& one : explained.does_not_apply) {
    Json other = json_policy(*one.policy);
    other["why"] = one.why;
    others.push_back(other);
  }
  Json line = json_head(explained);
  line["applies"] = applies;
  line["doesNotApply"] = others;
  line["error"] = or_null(explained.error);
  out << dump(line) << "\n";
}

}  // namespace sparkgate::cli
