#include "unit/policyfile/values/said.h"

#include <vector>

#include "policyfile/check_pod.h"
#include "policyfile/yaml.h"

namespace sparkgate {

std::string said(const std::string& pod_template) {
  std::vector<policyfile::Issue> issues;
  policyfile::Source source("t.yaml", pod_template, issues);
  for (const policyfile::Node& document : policyfile::parse_yaml(source)) {
    policyfile::check_pod(document, decision::Strength::fill, source);
  }
  policyfile::sort_issues(issues);
  std::string lines;
  for (const policyfile::Issue& issue : issues) {
    lines += (lines.empty() ? "" : "\n") + policyfile::sentence_of(issue);
  }
  return lines;
}

std::string said_of_pod(const std::string& fields) {
  return said("{spec: {" + fields + "}}");
}

std::string said_of_container(const std::string& fields) {
  return said_of_pod("containers: [{name: c, image: \"i:1\", " + fields + "}]");
}

std::string said_of_spark(const std::string& fields) {
  return said_of_pod("containers: [{name: $spark, " + fields + "}]");
}

std::string said_of_init_container(const std::string& fields) {
  return said_of_pod("initContainers: [{name: c, image: \"i:1\", " + fields + "}]");
}

std::string said_of_volume(const std::string& fields) {
  return said_of_pod("volumes: [{name: v, " + fields + "}]");
}

}  // namespace sparkgate
