#include "cli/print_pod.h"

namespace sparkgate::cli {

using Json = nlohmann::ordered_json;

std::string headline(const AskedPod& pod, const Colours& colours) {
  if (!pod.error.empty()) {
    return colours.bold(pod.source + " (" + std::to_string(pod.document) + ")") + "  " +
           colours.bad("broken: " + pod.error);
  }
  const std::string name = colours.bold(pod.namespace_name + "/" + pod.name) + "  ";
  if (pod.role.empty()) return name + "not a Spark pod";
  return name + pod.role + " (" + pod.launcher + ", container " + pod.spark_container + ")";
}

void print_notes(std::ostream& out, const AskedPod& pod, const Colours& colours) {
  for (const std::string& note : pod.notes) out << "  " << colours.faint("note: " + note) << "\n";
}

Json or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json json_head(const AskedPod& pod) {
  Json head = {{"source", pod.source},
               {"document", pod.document},
               {"namespace", or_null(pod.namespace_name)},
               {"name", or_null(pod.name)},
               {"role", or_null(pod.role)},
               {"launcher", or_null(pod.launcher)},
               {"sparkContainer", or_null(pod.spark_container)}};
  if (!pod.notes.empty()) head["notes"] = pod.notes;
  return head;
}

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sparkgate::cli
