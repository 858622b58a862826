#include "cli/replay_words.h"

namespace sparkgate::cli {
namespace {

using replay::Kind;

constexpr KindTitle kOfOneSet[] = {
    {Kind::denied, "denied", "A rule refuses these pods."},
    {Kind::audited, "would be denied (audit)", "A rule with action audit would refuse them."},
    {Kind::changed, "changed", "A policy patches these pods."}};
constexpr KindTitle kOfTwoSets[] = {
    {Kind::newly_denied, "newly denied",
     "Allowed by the policies in force, refused by the new ones."},
    {Kind::newly_allowed, "newly allowed",
     "Refused by the policies in force, allowed by the new ones."},
    {Kind::patch_differs, "patch differs",
     "Operations that one of the two sets makes and the other does not."},
    {Kind::warnings_differ, "warnings differ",
     "Warnings that one of the two sets gives and the other does not."}};

}  // namespace

std::string name_of(Kind kind) {
  return std::string(replay::kKindNames[static_cast<std::size_t>(kind)]);
}

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
std::string words_of(const replay::Pods& pods) {
  std::string text;
  const auto add = [&text](std::uint64_t number, const std::string& words) {
    if (number > 0) text += (text.empty() ? "" : ", ") + words;
  };
  add(pods.drivers, counted(pods.drivers, "driver"));
  add(pods.executors, counted(pods.executors, "executor"));
  add(pods.others, grouped(pods.others) + " not Spark's");
  return text;
}

std::string words_of(const replay::Owners& owners) {
  return (owners.are_all() ? "" : "about ") + counted(owners.count(), "owner");
}

std::vector<std::string> notes_of(const replay::Report& report) {
  std::vector<std::string> notes;
  std::string skipped;
  for (std::size_t i = 1; i < replay::kSkippedReasons; ++i) {
    if (report.skipped[i] == 0) continue;
    skipped += (skipped.empty() ? "skipped: " : ", ") + grouped(report.skipped[i]) + " " +
               std::string(text_of(static_cast<replay::Skipped>(i)));
  }
  if (!skipped.empty()) notes.push_back(std::move(skipped));
  if (report.same_then + report.other_then > 0) {
    notes.push_back("by the audit log: " + grouped(report.same_then) + " decided as then, " +
                    grouped(report.other_then) + " otherwise");
  }
  return notes;
}

std::span<const KindTitle> kinds_of(const Replayed& replayed) {
  if (replayed.against.empty()) return kOfOneSet;
  return kOfTwoSets;
}

}  // namespace sparkgate::cli
