#include "policyfile/template_file.h"

#include <array>
#include <string_view>
#include <utility>

#include "decision/never_touched.h"
#include "policyfile/protected_fields.h"
#include "policyfile/read_values.h"

// Source of what Spark ignores: "Pod template properties" of running-on-kubernetes.md, and
// Basic{Driver,Executor}FeatureStep, KubernetesUtils.selectSparkContainer.

namespace sparkgate::policyfile {
namespace {

using std::string_view;

void leave_out(const Member& member, const std::string& path, Source& source) {
  source.note(member.at, path + member.name + " is left out: Spark sets it itself");
}

template <std::size_t N>
bool one_of(string_view name, const std::array<string_view, N>& names) {
  for (const string_view one : names) {
    if (one == name) return true;
  }
  return false;
}

Node without_sizes(const Node& resources, Source& source) {
  Node result = resources;
  for (Member& kind : result.members) {
    std::erase_if(kind.value.members, [&](const Member& amount) {
      const bool sized =
          amount.name == "memory" || (kind.name == "requests" && amount.name == "cpu");
      if (sized) leave_out(amount, "resources." + kind.name + ".", source);
      return sized;
    });
  }
  return result;
}

Node without_spark_env(const Node& env, Source& source) {
  Node result = env;
  std::erase_if(result.items, [&](const Node& variable) {
    const bool spark = decision::is_spark_env(text(variable.find("name")));
    if (spark) {
      source.note(variable.at, text(variable.find("name")) + " is left out: Spark sets it itself");
    }
    return spark;
  });
  return result;
}

Node spark_container(const Node& container, Source& source) {
  constexpr std::array<string_view, 4> kSparks = {"image", "imagePullPolicy", "args", "command"};
  Node result;
  result.kind = Node::Kind::map;
  result.at = container.at;
  Node name;
  name.at = container.at;
  name.scalar = "$spark";
  result.members.push_back({"name", container.at, std::move(name)});
  for (const Member& member : container.members) {
    if (member.name == "name") continue;
    if (one_of(member.name, kSparks)) {
      leave_out(member, "", source);
    } else if (member.name == "resources") {
      result.members.push_back({member.name, member.at, without_sizes(member.value, source)});
    } else if (member.name == "env") {
      result.members.push_back({member.name, member.at, without_spark_env(member.value, source)});
    } else {
      result.members.push_back(member);
    }
  }
  return result;
}

/// By name, else the first: so does Spark.
std::size_t spark_index(const Node& containers) {
  for (std::size_t i = 0; i < containers.items.size(); ++i) {
    if (is_spark_container(containers.items[i])) return i;
  }
  return 0;
}

Node containers(const Node& node, Source& source) {
  Node result = node;
  if (node.items.empty()) return result;
  const std::size_t index = spark_index(node);
  result.items[index] = spark_container(node.items[index], source);
  return result;
}

Node pod_spec(const Node& spec, Source& source) {
  constexpr std::array<string_view, 3> kSparks = {"restartPolicy", "hostname", "serviceAccount"};
  Node result = spec;
  result.members.clear();
  for (const Member& member : spec.members) {
    if (one_of(member.name, kSparks)) {
      leave_out(member, "spec.", source);
    } else if (member.name == "containers") {
      result.members.push_back({member.name, member.at, containers(member.value, source)});
    } else {
      result.members.push_back(member);
    }
  }
  return result;
}

Node metadata(const Node& node, Source& source) {
  Node result = node;
  std::erase_if(result.members, [&](const Member& member) {
    const bool named = member.name == "name" || member.name == "namespace";
    if (named) leave_out(member, "metadata.", source);
    return named;
  });
  return result;
}

}  // namespace

Node read_template_file(const Node& document, Source& source) {
  const Node* inner =
      text(document.find("kind")) == "PodTemplate" ? document.find("template") : &document;
  Node result;
  result.kind = Node::Kind::map;
  result.at = document.at;
  if (!inner) {
    source.error(document.at, "'template' is missing in a PodTemplate");
    return result;
  }
  for (const Member& member : inner->members) {
    if (member.name == "apiVersion" || member.name == "kind" || member.name == "status") continue;
    if (member.name == "metadata") {
      result.members.push_back({member.name, member.at, metadata(member.value, source)});
    } else if (member.name == "spec") {
      result.members.push_back({member.name, member.at, pod_spec(member.value, source)});
    } else {
      result.members.push_back(member);  // unknown: check_pod says so
    }
  }
  return result;
}

}  // namespace sparkgate::policyfile
