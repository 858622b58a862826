#include "cli/partial_replay.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "cli/print_pod.h"
#include "version.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;
using replay::Example;
using replay::Owners;
using replay::Place;
using replay::Pods;
using replay::Report;

constexpr char kKind[] = "SparkgateReplay";

// Pods and places are short lists of numbers: a partial result has many.

Json json_of(const Pods& pods) {
  return {pods.drivers, pods.executors, pods.others};
}

Pods pods_of(const Json& list) {
  return {list.at(0), list.at(1), list.at(2)};
}

Json json_of(const Place& at) {
  return {at.file, at.line, at.item};
}

Place place_of(const Json& list) {
  return {list.at(0), list.at(1), list.at(2)};
}

Json json_of(const Owners& owners, std::size_t examples) {
  Json list = Json::array();
  for (const auto& [mark, owner] : owners.sample()) {
    Json one = {{"mark", mark}, {"pods", json_of(owner.pods)}};
    if (const Example& shown = owner.example; list.size() < examples) {
      one.update({{"owner", shown.owner},
                  {"at", json_of(shown.at)},
                  {"name", shown.name},
                  {"lines", shown.lines}});
    }
    list.push_back(std::move(one));
  }
  return {{"all", owners.are_all()}, {"sample", std::move(list)}};
}

Owners owners_of(const Json& json) {
  std::map<std::uint64_t, Owners::Owner> sample;
  for (const Json& one : json.at("sample")) {
    Owners::Owner owner{pods_of(one.at("pods")), {}};
    if (one.contains("owner")) {
      owner.example = {place_of(one.at("at")), one.at("owner"), one.at("name"), one.at("lines")};
    }
    sample.emplace(one.at("mark"), std::move(owner));
  }
  return {std::move(sample), json.at("all")};
}

Json groups_of(const Report& report) {
  Json list = Json::array();
  for (const auto& [key, group] : report.groups) {
    list.push_back({{"kind", static_cast<int>(key.kind)},
                    {"namespace", key.namespace_name},
                    {"policy", key.policy},
                    {"rule", key.rule},
                    {"pods", json_of(group.pods)},
                    {"owners", json_of(group.owners, report.examples)}});
  }
  return list;
}

Json problems_of(const Report& report) {
  Json list = Json::array();
  for (const auto& [at, problem] : report.problems) list.push_back({json_of(at), problem});
  return list;
}

Report report_of(const Json& json) {
  Report report(json.at("examples"));
  report.decided = pods_of(json.at("decided"));
  json.at("kinds").get_to(report.pods);
  json.at("skipped").get_to(report.skipped);
  report.same_then = json.at("then").at(0);
  report.other_then = json.at("then").at(1);
  report.broken = json.at("broken");
  report.findings = json.at("findings");
  for (const Json& one : json.at("problems")) {
    report.problems.emplace(place_of(one.at(0)), one.at(1));
  }
  for (const Json& one : json.at("groups")) {
    const auto kind = static_cast<replay::Kind>(one.at("kind").get<int>());
    replay::GroupKey key{kind, one.at("namespace"), one.at("policy"), one.at("rule")};
    report.groups.emplace(std::move(key),
                          replay::Group{pods_of(one.at("pods")), owners_of(one.at("owners"))});
  }
  return report;
}

}  // namespace

std::string written(const Replayed& part) {
  const Report& report = part.report;
  return dump({{"kind", kKind},
               {"sparkgate", kVersion},
               {"policies", part.policies},
               {"against", part.against},
               {"examples", report.examples},
               {"decided", json_of(report.decided)},
               {"kinds", report.pods},
               {"skipped", report.skipped},
               {"then", {report.same_then, report.other_then}},
               {"broken", report.broken},
               {"findings", report.findings},
               {"problems", problems_of(report)},
               {"groups", groups_of(report)}});
}

Result<Replayed> read_partial(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || json.value("kind", Json()) != kKind) {
    return Error{"is no partial result: `sparkgate replay -o partial` writes them"};
  }
  if (json.value("sparkgate", Json()) != kVersion) {
    return Error{std::string("is a partial result of another sparkgate than ") + kVersion};
  }
  try {
    return Replayed{json.at("policies"), json.at("against"), report_of(json)};
  } catch (const Json::exception&) {
    return Error{"is a damaged partial result"};
  }
}

Result<void> merge(Replayed& sum, const Replayed& part) {
  if (sum.policies != part.policies || sum.against != part.against) {
    return Error{"is of other policies than the first partial result"};
  }
  if (sum.report.examples != part.report.examples) {
    return Error{"has another number of --examples than the first partial result"};
  }
  sum.report.merge(part.report);
  return {};
}

}  // namespace sparkgate::cli
