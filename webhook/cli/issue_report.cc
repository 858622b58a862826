#include "cli/issue_report.h"

#include <nlohmann/json.hpp>

#include "version.h"

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;
using policyfile::Issue;

std::string_view severity(const Issue& issue) {
  return policyfile::name_of(issue.severity());
}

std::string_view code(const Issue& issue) {
  return policyfile::entry_of(issue.code).name;
}

/// Files that are no UTF-8 are talked about, too.
std::string written(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string as_text(const std::vector<Issue>& issues) {
  std::string out;
  for (const Issue& issue : issues) out += policyfile::text_of(issue);
  return out;
}

std::string as_json(const std::vector<Issue>& issues) {
  Json list = Json::array();
  for (const Issue& issue : issues) {
    list.push_back({{"file", issue.file},
                    {"line", issue.at.line},
                    {"column", issue.at.column},
                    {"severity", severity(issue)},
                    {"code", code(issue)},
                    {"message", issue.message},
                    {"source", issue.source}});
  }
  return written(list);
}

Json sarif_rules() {
  Json rules = Json::array();
  for (const policyfile::CodeEntry& entry : policyfile::all_codes()) {
    const Json level = {{"level", policyfile::name_of(entry.severity)}};
    rules.push_back({{"id", entry.name},
                     {"shortDescription", {{"text", entry.what}}},
                     {"help", {{"text", "Example of a cure: " + std::string(entry.cure)}}},
                     {"defaultConfiguration", level}});
  }
  return rules;
}

/// https://docs.oasis-open.org/sarif/sarif/v2.1.0
std::string as_sarif(const std::vector<Issue>& issues) {
  Json results = Json::array();
  for (const Issue& issue : issues) {
    const Json region = {{"startLine", issue.at.line}, {"startColumn", issue.at.column}};
    const Json location = {{"artifactLocation", {{"uri", issue.file}}}, {"region", region}};
    results.push_back({{"ruleId", code(issue)},
                       {"level", severity(issue)},
                       {"message", {{"text", issue.message}}},
                       {"locations", Json::array({{{"physicalLocation", location}}})}});
  }
  const Json driver = {{"name", "sparkgate"}, {"version", kVersion}, {"rules", sarif_rules()}};
  const Json run = {{"tool", {{"driver", driver}}}, {"results", results}};
  const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({run})}};
  return written(log);
}

/// Workflow commands: %, newlines, and in properties also : and , are escaped.
std::string escaped(const std::string& text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\n' || c == '\r' || (property && (c == ':' || c == ','));
    if (special) {
      char code[4];
      std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned>(c));
      out += code;
    } else {
      out += c;
    }
  }
  return out;
}

std::string as_github(const std::vector<Issue>& issues) {
  std::string out;
  for (const Issue& issue : issues) {
    const std::string level(severity(issue));
    out += "::" + (level == "note" ? "notice" : level) + " file=" + escaped(issue.file, true) +
           ",line=" + std::to_string(issue.at.line) + ",col=" + std::to_string(issue.at.column) +
           ",title=" + std::string(code(issue)) + "::" + escaped(issue.message, false) + "\n";
  }
  return out;
}

}  // namespace

std::string report(const std::vector<Issue>& issues, const std::string& format) {
  if (format == "json") return as_json(issues);
  if (format == "sarif") return as_sarif(issues);
  if (format == "github") return as_github(issues);
  return as_text(issues);
}

}  // namespace sparkgate::cli
