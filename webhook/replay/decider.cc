#include "replay/decider.h"

#include "decision/decide.h"
#include "replay/patched_pod.h"

namespace sparkgate::replay {
namespace {

/// Reads JSON that we wrote: patches, and pods that were read and changed by patches that apply.
decision::View parsed(std::string& text, simdjson::dom::parser& parser) {
  const std::size_t size = text.size();
  text.append(admission::kPadding, ' ');
  return decision::View(parser.parse(text.data(), size, false).value());
}

}  // namespace

void Decider::decide(const decision::Request& request) {
  decision::mutate(policies_, request, mutated_);
  decision::Request judged = request;
  operations_ = decision::View();
  if (!mutated_.patch.empty()) {
    operations_text_ = mutated_.patch.json();
    operations_ = parsed(operations_text_, operations_parser_);
    patched_.clear();
    append_patched(patched_, request.pod, operations_);
    judged.pod = parsed(patched_, patched_parser_);
  }
  decision::validate(policies_, judged, validated_);
}

}  // namespace sparkgate::replay
