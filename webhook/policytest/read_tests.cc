#include "policytest/read_tests.h"

#include <set>
#include <utility>

#include "policyfile/read_exceptions.h"
#include "policyfile/read_values.h"
#include "policyfile/test_format.h"
#include "policytest/pod_fields.h"
#include "policytest/rows.h"

namespace sparkgate::policytest {
namespace {

using policyfile::Issue;
using policyfile::Member;
using policyfile::Node;
using policyfile::Source;
using policyfile::text;

/// Every string of a list, empty ones too.
std::vector<std::string> texts(const Node& list) {
  std::vector<std::string> result;
  for (const Node& item : list.items) result.push_back(item.text());
  return result;
}

std::optional<std::string> said(const Node& map, const char* key) {
  const Node* node = map.find(key);
  return node ? std::optional(node->text()) : std::nullopt;
}

std::optional<bool> truth(const Node& map, const char* key) {
  const Node* node = map.find(key);
  return node ? std::optional(policyfile::boolean(node)) : std::nullopt;
}

std::optional<std::vector<std::string>> list(const Node& map, const char* key) {
  const Node* node = map.find(key);
  return node ? std::optional(texts(*node)) : std::nullopt;
}

ExpectedViolation read_violation(const Node& node) {
  return {said(node, "policy"),  said(node, "rule"),     said(node, "action"),
          said(node, "path"),    said(node, "found"),    said(node, "allowed"),
          said(node, "message"), truth(node, "excepted")};
}

/// Reads one test whose table is filled in.
class TestReader {
 public:
  TestReader(const Node& test, const std::string& label, Source& source)
      : test_(test), source_(source) {
    case_.at = test.at;
    case_.name = text(test.find("name")) + (label.empty() ? "" : " [" + label + "]");
  }

  TestCase read() {
    if (const Node* pod = test_.find("pod")) case_.pod = read_pod(*pod, "pod");
    if (const Node* request = test_.find("request")) read_request(*request);
    if (const Node* expect = test_.find("expect")) read_expectation(*expect);
    return std::move(case_);
  }

 private:
  /// `name`: of the key, for messages.
  PodSource read_pod(const Node& pod, const std::string& name) {
    PodSource read;
    read.at = pod.at;
    if (const Node* file = pod.find("file")) {
      read.file = file->text();
      read.at = file->at;
      if (read.file.empty()) {
        source_.tell(policyfile::Code::test_pod, file->at, name + ".file names no file");
      }
    }
    if (const Node* own = pod.find("inline")) {
      read.at = own->at;
      read.own = to_json(*own);
      if (const Node* document = pod.find("document")) {
        source_.tell(policyfile::Code::test_pod, document->at,
                     name + ".document is for files; there is one pod here");
      }
    } else if (const Node* document = pod.find("document")) {
      read.document = policyfile::integer(document);
      if (read.document < 1) {
        source_.tell(policyfile::Code::test_pod, document->at, name + ".document counts from 1");
      }
    }
    for (const Member& change : policyfile::members(pod.find("set"))) {
      read.changes.push_back({change.name, to_json(change.value), change.at});
    }
    return read;
  }

  void read_request(const Node& request) {
    Asked& asked = case_.asked;
    asked.namespace_name = text(request.find("namespace"));
    asked.user = text(request.find("user"));
    if (const Node* groups = request.find("groups")) asked.groups = texts(*groups);
    asked.service_account = text(request.find("serviceAccount"));
    asked.operation = text(request.find("operation"));
    if (const Node* extra = request.find("extra")) asked.extra = to_json(*extra);
    if (const Node* old = request.find("oldObject")) {
      asked.old_object = read_pod(*old, "request.oldObject");
    }
    asked.date = policyfile::day_of(text(request.find("date")));
    for (const char* other : {"user", "groups"}) {
      if (asked.service_account.empty() || !request.find(other)) continue;
      source_.tell(policyfile::Code::duplicate_name, request.find(other)->at,
                   "request." + std::string(other) +
                       " and request.serviceAccount say the same; "
                       "write one of them");
    }
  }

  void read_expectation(const Node& node) {
    Expectation& expect = case_.expect;
    expect.allowed = truth(node, "allowed");
    const Node* pod = node.find("pod");
    if (pod) {
      expect.pod = to_json(*pod);
      check_fields(*pod, source_);
    }
    if (const Node* violations = node.find("violations")) {
      expect.violations.emplace();
      for (const Node& one : violations->items) {
        expect.violations->push_back(read_violation(one));
        if (one.is_map() && one.members.empty()) {
          source_.tell(policyfile::Code::test_expectation, one.at,
                       "this violation says nothing, and any would do");
        }
      }
    }
    expect.warnings = list(node, "warnings");
    expect.policies = list(node, "policies");
    const Node* patch = node.find("patch");
    expect.no_patch = patch != nullptr;
    if (patch && !patch->items.empty()) {
      source_.tell(policyfile::Code::test_expectation, patch->at,
                   "only [] may stand here; say what the pod becomes in expect.pod");
    }
    if (node.members.empty() || (node.members.size() == 1 && pod && pod->members.empty())) {
      source_.tell(policyfile::Code::test_expectation, node.at,
                   "expect says nothing: any answer would do");
    }
  }

  const Node& test_;
  Source& source_;
  TestCase case_;
};

/// Reads a document; what its tests share.
class DocumentReader {
 public:
  explicit DocumentReader(Source& source) : source_(source) {}

  TestDocument read(const Node& document) {
    TestDocument result;
    check_shape(document, policyfile::kSparkPolicyTestOutline, "", source_);
    result.at = result.policies_at = document.at;
    if (const Node* metadata = document.find("metadata"))
      result.name = text(metadata->find("name"));
    if (const Node* policies = document.find("policies")) {
      result.policies = policies->text();
      result.policies_at = policies->at;
    }
    for (const Node& test : policyfile::items(document.find("tests"))) {
      if (test.is_map()) read_test(test, result.tests);
    }
    return result;
  }

 private:
  /// A test, or all rows of its table; one that is broken where there is a mistake.
  void read_test(const Node& test, std::vector<TestCase>& tests) {
    std::vector<TestCase> read;
    const std::size_t before = source_.mistakes();
    for (const FilledIn& one : fill_in(test, budget_, source_)) {
      check_shape(one.test, policyfile::kPolicyTest, "", source_);
      if (source_.mistakes() > before) break;  // other rows would say the same
      read.push_back(TestReader(one.test, one.label, source_).read());
      if (names_.insert(read.back().name).second) continue;
      source_.tell(policyfile::Code::duplicate_name, test.at,
                   "a second test called '" + read.back().name + "'");
    }
    if (source_.mistakes() > before) {
      TestCase broken;
      broken.name = text(test.find("name"));
      broken.at = test.at;
      broken.first_mistake = before;
      broken.end_of_mistakes = source_.mistakes();
      read.clear();
      read.push_back(std::move(broken));
    }
    for (TestCase& one : read) tests.push_back(std::move(one));
  }

  Source& source_;
  std::size_t budget_ = kMaxValues;
  std::set<std::string> names_;
};

}  // namespace

bool is_test_document(const Node& document) {
  return document.is_map() && text(document.find("kind")) == "SparkPolicyTest";
}

TestDocument read_tests(const Node& document, Source& source) {
  return DocumentReader(source).read(document);
}

}  // namespace sparkgate::policytest
