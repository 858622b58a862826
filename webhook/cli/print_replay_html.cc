#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <set>

#include "cli/embedded_files.h"
#include "cli/print_replay.h"
#include "cli/replay_words.h"
#include "version.h"

namespace sparkgate::cli {
namespace {

// The page is report/replay.html, a Mustache template; here is what it is filled with. All text is
// escaped by the template. Names that a part does not have are looked up in what is around it: so
// each part has all that the template asks it for.

using kainjow::mustache::data;
using replay::Kind;
using replay::Report;
using List = kainjow::mustache::list;
using Object = kainjow::mustache::object;

constexpr std::size_t kMostGroups = 500;     // of a kind, on the page
constexpr std::size_t kMostNamespaces = 20;  // in the chart
constexpr std::uint64_t kWidth = 1000;       // of a drawing

std::string text(std::string_view view) {
  return std::string(view);
}

/// `part` of `whole`, drawn. What is there can be seen.
std::uint64_t width_of(std::uint64_t part, std::uint64_t whole) {
  return part == 0 ? 0 : std::max<std::uint64_t>(kWidth * part / whole, 2);
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return "none";
  const std::uint64_t percent = 100 * part / whole;
  return percent == 0 ? "under 1 %" : std::to_string(percent) + " %";
}

/// "2 denied, 60 changed", or that there is nothing.
std::string headline(const Replayed& replayed) {
  std::string words;
  for (const KindTitle& one : kinds_of(replayed)) {
    const std::uint64_t pods = replayed.report.pods_of(one.kind);
    if (pods == 0) continue;
    words += (words.empty() ? counted(pods, "pod") : ", " + grouped(pods)) + " " + text(one.title);
  }
  if (!words.empty()) return words;
  return replayed.against.empty() ? "No pod is denied or changed" : "Nothing changes";
}

List tiles(const Replayed& replayed) {
  List list;
  for (const KindTitle& one : kinds_of(replayed)) {
    const std::uint64_t pods = replayed.report.pods_of(one.kind);
    list.push_back(data(Object{{"class", name_of(one.kind)},
                               {"title", text(one.title)},
                               {"pods", grouped(pods)},
                               {"share", share_of(pods, replayed.report.decided.all())}}));
  }
  return list;
}

struct Line {
  const char *prefix, *look, *sign;
};
// What is new, what is gone, and what is said.
constexpr Line kLines[] = {{"now: ", "plus", "+"},    {"no longer: ", "minus", "−"},
                           {"add ", "plus", "+"},     {"remove ", "minus", "−"},
                           {"replace ", "plus", "±"}, {"", "says", "!"}};

data line_of(const std::string& line) {
  const auto* one = std::begin(kLines);
  while (!line.starts_with(one->prefix)) ++one;
  const bool compared = one->prefix[0] == 'n';
  return Object{{"class", one->look},
                {"sign", one->sign},
                {"text", compared ? line.substr(std::string_view(one->prefix).size()) : line}};
}

List examples(const replay::Group& group) {
  List list;
  for (const replay::Owners::Owner* one : replay::examples_of(group)) {
    List lines;
    for (const std::string& line : one->example.lines) lines.push_back(line_of(line));
    list.push_back(data(Object{{"owner", one->example.owner},
                               {"words", words_of(one->pods)},
                               {"name", one->example.name},
                               {"where", text_of(one->example.at)},
                               {"lines", lines}}));
  }
  return list;
}

data group_of(const replay::GroupKey& key, const replay::Group& group, std::uint64_t largest) {
  const List shown = examples(group);
  const std::uint64_t more = group.owners.count() - shown.size();
  return Object{{"namespace", key.namespace_name},
                {"policy", key.policy},
                {"rule", key.rule.empty() ? data(false) : data(key.rule)},
                {"words", words_of(group.pods) + ", " + words_of(group.owners)},
                {"width", std::to_string(width_of(group.pods.all(), largest))},
                {"examples", shown},
                {"more", more == 0 ? data(false) : data("and " + counted(more, "more owner"))}};
}

data kind_of(const Report& report, const KindTitle& kind) {
  const auto groups = report.groups_of(kind.kind);
  List list;
  for (std::size_t i = 0; i < std::min(groups.size(), kMostGroups); ++i) {
    const auto& [key, group] = groups[i];
    list.push_back(group_of(key, *group, groups.front().second->pods.all()));
  }
  const std::size_t more = groups.size() - list.size();
  const std::uint64_t pods = report.pods_of(kind.kind);
  return Object{
      {"class", name_of(kind.kind)},
      {"title", text(kind.title)},
      {"what", text(kind.what)},
      {"words", pods == 0 ? "none" : counted(pods, "pod")},
      {"groups", list},
      {"more_groups",
       more == 0 ? data(false) : data("and " + counted(more, "more group") + ": see -o json")}};
}

/// Findings of a namespace, by kind.
struct Row {
  std::string name;
  std::map<Kind, std::uint64_t> findings;
  std::uint64_t all = 0;
};

std::vector<Row> rows_of(const Report& report) {
  std::map<std::string, Row> by_name;
  for (const auto& [key, group] : report.groups) {
    Row& row = by_name[key.namespace_name];
    row.name = key.namespace_name;
    row.findings[key.kind] += group.pods.all();
    row.all += group.pods.all();
  }
  std::vector<Row> rows;
  for (auto& [name, row] : by_name) rows.push_back(std::move(row));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.all > b.all; });
  return rows;
}

data drawn(const Row& row, const Replayed& replayed, std::uint64_t largest) {
  List bars;
  std::string words;
  std::uint64_t x = 0;
  for (const KindTitle& kind : kinds_of(replayed)) {
    const auto found = row.findings.find(kind.kind);
    if (found == row.findings.end()) continue;
    const std::uint64_t width = width_of(found->second, largest);
    bars.push_back(data(Object{{"class", name_of(kind.kind)},
                               {"x", std::to_string(x)},
                               {"width", std::to_string(width)}}));
    x += width;
    words += (words.empty() ? "" : ", ") + grouped(found->second) + " " + text(kind.title);
  }
  return Object{{"name", row.name}, {"words", words}, {"number", grouped(row.all)}, {"bars", bars}};
}

void add_chart(Object& page, const Replayed& replayed) {
  const std::vector<Row> rows = rows_of(replayed.report);
  List chart, names;
  for (const Row& row : rows) {
    if (chart.size() < kMostNamespaces) chart.push_back(drawn(row, replayed, rows.front().all));
    names.push_back(data(row.name));
  }
  page["has_chart"] = data(!rows.empty());
  page["namespaces_more"] = data(rows.size() > kMostNamespaces);
  page["namespaces_shown"] = std::to_string(kMostNamespaces);
  page["namespaces_all"] = std::to_string(rows.size());
  page["chart"] = chart;
  page["namespaces"] = names;
}

void add_read(Object& page, const Replayed& replayed) {
  const Report& report = replayed.report;
  List notes, problems;
  for (const std::string& note : notes_of(report)) notes.push_back(data(note));
  for (const auto& [at, problem] : report.problems)
    problems.push_back(data(text_of(at) + ": " + problem));
  page["decided"] = grouped(report.decided.all());
  page["decided_words"] = words_of(report.decided);
  page["notes"] = notes;
  page["has_problems"] = data(report.broken > 0);
  page["broken"] = grouped(report.broken);
  page["problems"] = problems;
}

}  // namespace

void print_html(std::ostream& out, const Replayed& replayed) {
  Object page;
  page["headline"] = headline(replayed);
  page["policies"] = replayed.policies;
  page["against"] = replayed.against.empty() ? data(false) : data(replayed.against);
  page["tiles"] = tiles(replayed);
  add_read(page, replayed);
  add_chart(page, replayed);
  std::set<std::string> policies;
  for (const auto& [key, group] : replayed.report.groups) policies.insert(key.policy);
  List names, kinds;
  for (const std::string& policy : policies) names.push_back(data(policy));
  for (const KindTitle& kind : kinds_of(replayed)) kinds.push_back(kind_of(replayed.report, kind));
  page["policy_names"] = names;
  page["kinds"] = kinds;
  page["version"] = kVersion;
  for (const EmbeddedFile& file : report_files()) page[text(file.path)] = text(file.content);
  kainjow::mustache::mustache(page["page"].string_value()).render(page, out);
}

}  // namespace sparkgate::cli
