#include "replay/decider.h"

#include "decision/decide.h"
#include "replay/patched_pod.h"

namespace sparkgate::replay {

void Decider::decide(const decision::Request& request) {
  decision::mutate(policies_, request, mutated_);
  decision::Request judged = request;
  if (!mutated_.patch.empty()) {
    patched_.clear();
    append_patched(patched_, request.pod, mutated_.patch);
    const std::size_t size = patched_.size();
    patched_.append(admission::kPadding, ' ');
    // What was read and changed by patches that apply is JSON.
    judged.pod = reader_.parse(std::string_view(patched_).substr(0, size)).value();
  }
  decision::validate(policies_, judged, validated_);
}

}  // namespace sparkgate::replay
