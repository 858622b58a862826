#include <array>
#include <string_view>
#include <utility>

#include "cli/print_replay.h"

namespace sparkgate::cli {
namespace {

using replay::Group;
using replay::GroupKey;
using replay::Kind;
using replay::Owners;
using replay::Pods;
using replay::Report;
using replay::Skipped;

constexpr std::array<std::pair<Kind, std::string_view>, 3> kOfOneSet = {
    {{Kind::denied, "denied"},
     {Kind::audited, "would be denied (audit)"},
     {Kind::changed, "changed"}}};
constexpr std::array<std::pair<Kind, std::string_view>, 4> kOfTwoSets = {
    {{Kind::newly_denied, "newly denied"},
     {Kind::newly_allowed, "newly allowed"},
     {Kind::patch_differs, "patch differs"},
     {Kind::warnings_differ, "warnings differ"}}};

/// "1,234"
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string counted(std::uint64_t number, const char* what) {
  return grouped(number) + " " + what + (number == 1 ? "" : "s");
}

/// "1 driver, 5 executors"
std::string words_of(const Pods& pods) {
  std::string text;
  const auto add = [&text](std::uint64_t number, const std::string& words) {
    if (number > 0) text += (text.empty() ? "" : ", ") + words;
  };
  add(pods.drivers, counted(pods.drivers, "driver"));
  add(pods.executors, counted(pods.executors, "executor"));
  add(pods.others, grouped(pods.others) + " not Spark's");
  return text;
}

void summary(std::ostream& out, const Report& report) {
  out << counted(report.decided.all(), "pod") << " decided";
  if (report.decided.all() > 0) out << ": " << words_of(report.decided);
  out << "\n";
  std::string skipped;
  for (std::size_t i = 1; i < replay::kSkippedReasons; ++i) {
    const auto why = static_cast<Skipped>(i);
    if (const auto number = report.skipped[i]; number > 0) {
      skipped += (skipped.empty() ? "" : ", ") + grouped(number) + " " + std::string(text_of(why));
    }
  }
  if (!skipped.empty()) out << "skipped: " << skipped << "\n";
  if (report.broken > 0) out << "broken: " << grouped(report.broken) << "\n";
  if (report.same_then + report.other_then > 0) {
    out << "by the audit log: " << grouped(report.same_then) << " decided as then, "
        << grouped(report.other_then) << " otherwise\n";
  }
}

void example(std::ostream& out, const Owners::Owner& one, const Colours& colours) {
  const replay::Example& shown = one.example;
  out << "    " << shown.owner << "  " << words_of(one.pods) << "\n      "
      << colours.faint(text_of(shown.at)) << " " << shown.name << ": " << shown.lines.front();
  if (const auto more = shown.lines.size() - 1; more > 0) out << " (and " << more << " more)";
  out << "\n";
}

std::string owners_of(const Group& group) {
  return (group.owners.are_all() ? "" : "about ") + counted(group.owners.count(), "owner");
}

void group(std::ostream& out, const GroupKey& key, const Group& group, const Colours& colours) {
  out << "  " << key.namespace_name << "  " << key.policy << (key.rule.empty() ? "" : "/")
      << key.rule << "  " << words_of(group.pods) << ", " << owners_of(group) << "\n";
  const auto examples = replay::examples_of(group);
  for (const Owners::Owner* one : examples) example(out, *one, colours);
  if (const auto more = group.owners.count() - examples.size(); more > 0) {
    out << "    and " << counted(more, "more owner") << "\n";
  }
}

void section(std::ostream& out, const Report& report, Kind kind, std::string_view title,
             const Colours& colours) {
  const std::uint64_t number = report.pods[static_cast<std::size_t>(kind)];
  out << "\n"
      << colours.bold(title) << "  " << (number == 0 ? "none" : counted(number, "pod")) << "\n";
  for (const auto& [key, found] : report.groups_of(kind)) group(out, key, *found, colours);
}

}  // namespace

void print_table(std::ostream& out, const Replayed& replayed, const Colours& colours) {
  const Report& report = replayed.report;
  summary(out, report);
  if (replayed.against.empty()) {
    for (const auto& [kind, title] : kOfOneSet) section(out, report, kind, title, colours);
  } else {
    for (const auto& [kind, title] : kOfTwoSets) section(out, report, kind, title, colours);
  }
  if (report.without_group() > 0) {
    out << "\n"
        << grouped(report.without_group()) << " more findings are in groups beyond "
        << grouped(Report::kMostGroups) << "\n";
  }
}

}  // namespace sparkgate::cli
