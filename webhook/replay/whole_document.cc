#include "replay/whole_document.h"

#include <simdjson.h>

#include "decision/view.h"

namespace sparkgate::replay {

using decision::View;

bool is_document(std::string_view head) {
  head = head.substr(0, kHeadOfDocument);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  const std::string_view line = head.substr(0, head.find('\n'));
  if (line == "{" || line == "{\r") return true;
  for (const char* begin :
       {R"({"kind":"PodList")", R"({"kind":"List")", R"({"apiVersion":"v1","items":)",
        R"({"apiVersion":"v1","kind":"List")", R"({"apiVersion":"v1","kind":"PodList")"}) {
    if (line.starts_with(begin)) return true;
  }
  return false;
}

void take_document(const std::string& file, std::string& text, LineSink& sink) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto error = parser.parse(text).get(root)) {
    return sink.problem({&file, 0, 0}, std::string("not JSON: ") + simdjson::error_message(error));
  }
  const View document(root);
  if (!document["kind"].text().ends_with("List")) return sink.line({&file, 1, 0}, text);
  const bool of_pods = document["kind"].text() == "PodList";
  std::uint64_t item = 0;
  for (const View one : document["items"].items()) {
    const Position at{&file, 0, ++item};
    std::string object = one.json();
    // The API server leaves the kind of a PodList's items out.
    if (of_pods && one.is_object() && !one["kind"].present()) {
      object.replace(0, 1, one.size() == 0 ? R"({"kind":"Pod")" : R"({"kind":"Pod",)");
    }
    sink.line(at, object);
  }
}

}  // namespace sparkgate::replay
