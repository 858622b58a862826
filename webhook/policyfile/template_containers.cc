#include "policyfile/template_containers.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "decision/never_touched.h"
#include "policyfile/protected_fields.h"
#include "policyfile/read_values.h"
#include "policyfile/suggest.h"

// Source of what Spark does with a template's containers: KubernetesUtils.selectSparkContainer,
// Basic{Driver,Executor}FeatureStep, and "Container spec" of running-on-kubernetes.md.

namespace sparkgate::policyfile {
namespace {

using std::string_view;

constexpr string_view kSetBySpark = " is left out: Spark sets it itself";

/// Why a member of the Spark container is not read; "" when it is.
string_view why_left_out(string_view member) {
  if (member == "image" || member == "imagePullPolicy") return kSetBySpark;
  // Spark keeps a template's command and puts its own args behind the template's: no such pod runs.
  if (member == "command" || member == "args") return " is left out: it is how Spark is started";
  return {};
}

/// Spark writes the memory and the cpu request; a cpu limit and other resources it keeps.
Node without_sizes(const Node& resources, Source& source) {
  Node result = resources;
  for (Member& kind : result.members) {
    std::erase_if(kind.value.members, [&](const Member& amount) {
      const bool sized =
          amount.name == "memory" || (kind.name == "requests" && amount.name == "cpu");
      if (sized) {
        source.tell(Code::set_by_spark, amount.at,
                    "resources." + kind.name + "." + amount.name + std::string(kSetBySpark));
      }
      return sized;
    });
  }
  return result;
}

/// Spark appends its variables, and of two with one name the last counts.
Node without_spark_env(const Node& env, Source& source) {
  Node result = env;
  std::erase_if(result.items, [&](const Node& variable) {
    const std::string name = text(variable.find("name"));
    const bool spark = decision::is_spark_env(name);
    if (spark) source.tell(Code::set_by_spark, variable.at, name + std::string(kSetBySpark));
    return spark;
  });
  return result;
}

Node spark_container(const Node& container, Source& source) {
  Node result;
  result.kind = Node::Kind::map;
  result.at = container.at;
  Node name;
  name.at = container.at;
  name.scalar = "$spark";
  result.members.push_back({"name", container.at, std::move(name)});
  for (const Member& member : container.members) {
    if (member.name == "name") continue;
    if (const string_view why = why_left_out(member.name); !why.empty()) {
      source.tell(Code::set_by_spark, member.at, member.name + std::string(why));
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

/// By name, else the first: so does Spark. A name that is nearly Spark's is another container.
std::size_t spark_index(const Node& list, Source& source) {
  const auto named = std::find_if(list.items.begin(), list.items.end(), is_spark_container);
  if (named != list.items.end()) return static_cast<std::size_t>(named - list.items.begin());
  if (list.items.size() > 1) {
    source.tell(Code::template_reading, list.items.front().at,
                "the first container is taken for the Spark container: none is called "
                "spark-kubernetes-driver or spark-kubernetes-executor");
  }
  return 0;
}

}  // namespace

Node read_template_containers(const Node& list, Source& source) {
  Node result = list;
  if (list.items.empty()) return result;
  const std::size_t index = spark_index(list, source);
  note_containers_without_image(list, &list.items[index], source);
  result.items[index] = spark_container(list.items[index], source);
  return result;
}

void note_containers_without_image(const Node& list, const Node* spark, Source& source) {
  for (const Node& container : list.items) {
    const std::string name = text(container.find("name"));
    if (&container == spark || name.empty() || container.find("image")) continue;
    source.tell(Code::container_without_image, container.at,
                "the container '" + name +
                    "' has no image: it is never added, only one of that name is changed" +
                    did_you_mean(name, {"spark-kubernetes-driver", "spark-kubernetes-executor"}));
  }
}

}  // namespace sparkgate::policyfile
