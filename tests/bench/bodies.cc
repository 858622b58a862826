#include "bench/bodies.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "admission/review.h"
#include "base/files.h"
#include "bench/give_up.h"
#include "decision/decide.h"

namespace sparkgate::bench {

using nlohmann::ordered_json;  // members stay in kube-apiserver's order

Body::Body(std::string compact) : padded_(std::move(compact)), size_(padded_.size()) {
  padded_.append(admission::kPadding, ' ');
}

Body recorded(const std::string& name) {
  const std::string path =
      SPARKGATE_SOURCE_DIR "/tests/recordings/spark-submit-4.1.4-" + name + ".json";
  const Result<std::string> text = read_file(path, 1U << 20);
  if (!text) give_up(text.error().message);
  return Body(ordered_json::parse(*text).dump());
}

Body mutated(const Body& body, const decision::PolicySet& policies) {
  admission::ReviewReader reader;
  const auto review = reader.read(body.text());
  if (!review) give_up(review.error().message);
  decision::Verdict verdict;
  decision::mutate(policies, review->request, verdict);
  ordered_json all = ordered_json::parse(body.text());
  ordered_json& pod = all["request"]["object"];
  pod = pod.patch(ordered_json::parse(verdict.patch.json()));
  return Body(all.dump());
}

}  // namespace sparkgate::bench
