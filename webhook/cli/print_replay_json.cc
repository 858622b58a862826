#include <nlohmann/json.hpp>

#include "cli/print_pod.h"
#include "cli/print_replay.h"
#include "cli/replay_words.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;
using replay::Kind;
using replay::Pods;
using replay::Report;

Json counts(const Pods& pods) {
  return {{"pods", pods.all()},
          {"drivers", pods.drivers},
          {"executors", pods.executors},
          {"others", pods.others}};
}

Json skipped(const Report& report) {
  Json reasons = Json::object();
  for (std::size_t i = 1; i < replay::kSkippedReasons; ++i) {
    const auto why = static_cast<replay::Skipped>(i);
    if (report.skipped[i] > 0) reasons[std::string(text_of(why))] = report.skipped[i];
  }
  return reasons;
}

Json examples(const replay::Group& group) {
  Json list = Json::array();
  for (const replay::Owners::Owner* one : replay::examples_of(group)) {
    const replay::Example& shown = one->example;
    Json example = {{"owner", shown.owner}};
    example.update(counts(one->pods));
    example.update({{"where", text_of(shown.at)}, {"name", shown.name}, {"why", shown.lines}});
    list.push_back(std::move(example));
  }
  return list;
}

Json problems(const Report& report) {
  Json list = Json::array();
  for (const auto& [at, problem] : report.problems) list.push_back(text_of(at) + ": " + problem);
  return list;
}

Json groups(const Report& report, Kind kind) {
  Json list = Json::array();
  for (const auto& [key, group] : report.groups_of(kind)) {
    Json one = {
        {"namespace", key.namespace_name}, {"policy", key.policy}, {"rule", or_null(key.rule)}};
    one.update(counts(group->pods));
    one.update({{"owners", group->owners.count()},
                {"ownersAreAll", group->owners.are_all()},
                {"examples", examples(*group)}});
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

void print_json(std::ostream& out, const Replayed& replayed) {
  const Report& report = replayed.report;
  Json document = {{"policies", replayed.policies}, {"against", or_null(replayed.against)}};
  document["decided"] = counts(report.decided);
  document["skipped"] = skipped(report);
  document["broken"] = {{"objects", report.broken}, {"first", problems(report)}};
  document["then"] = {{"same", report.same_then}, {"otherwise", report.other_then}};
  for (const KindTitle& one : kinds_of(replayed)) {
    document[name_of(one.kind)] = {{"pods", report.pods_of(one.kind)},
                                   {"groups", groups(report, one.kind)}};
  }
  document["findingsWithoutGroup"] = report.without_group();
  out << dump(document) << "\n";
}

}  // namespace sparkgate::cli
