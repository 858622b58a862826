#include <string_view>

#include "cli/print_replay.h"
#include "cli/replay_words.h"

namespace sparkgate::cli {
namespace {

using replay::Group;
using replay::GroupKey;
using replay::Kind;
using replay::Owners;
using replay::Report;

void summary(std::ostream& out, const Report& report) {
  out << counted(report.decided.all(), "pod") << " decided";
  if (report.decided.all() > 0) out << ": " << words_of(report.decided);
  out << "\n";
  if (report.broken > 0) out << "broken: " << grouped(report.broken) << "\n";
  for (const std::string& note : notes_of(report)) out << note << "\n";
}

void example(std::ostream& out, const Owners::Owner& one, const Colours& colours) {
  const replay::Example& shown = one.example;
  out << "    " << shown.owner << "  " << words_of(one.pods) << "\n      "
      << colours.faint(text_of(shown.at)) << " " << shown.name << ": " << shown.lines.front();
  if (const auto more = shown.lines.size() - 1; more > 0) out << " (and " << more << " more)";
  out << "\n";
}

void group(std::ostream& out, const GroupKey& key, const Group& group, const Colours& colours) {
  out << "  " << key.namespace_name << "  " << key.policy << (key.rule.empty() ? "" : "/")
      << key.rule << "  " << words_of(group.pods) << ", " << words_of(group.owners) << "\n";
  const auto examples = replay::examples_of(group);
  for (const Owners::Owner* one : examples) example(out, *one, colours);
  if (const auto more = group.owners.count() - examples.size(); more > 0) {
    out << "    and " << counted(more, "more owner") << "\n";
  }
}

void section(std::ostream& out, const Report& report, Kind kind, std::string_view title,
             const Colours& colours) {
  const std::uint64_t number = report.pods_of(kind);
  out << "\n"
      << colours.bold(title) << "  " << (number == 0 ? "none" : counted(number, "pod")) << "\n";
  for (const auto& [key, found] : report.groups_of(kind)) group(out, key, *found, colours);
}

}  // namespace

void print_table(std::ostream& out, const Replayed& replayed, const Colours& colours) {
  const Report& report = replayed.report;
  summary(out, report);
  for (const KindTitle& one : kinds_of(replayed)) {
    section(out, report, one.kind, one.title, colours);
  }
  if (report.without_group() > 0) {
    out << "\n"
        << grouped(report.without_group()) << " more findings are in groups beyond "
        << grouped(Report::kMostGroups) << "\n";
  }
}

}  // namespace sparkgate::cli
