#include "admission/door.h"

#include <chrono>

#include "admission/answer.h"
#include "base/today.h"
#include "decision/decide.h"

namespace sparkgate::admission {

Door::Door(DoorKind kind, const Snapshot<decision::PolicySet>& policies, Metrics& metrics)
    : kind_(kind), policies_(policies), observer_(kind, metrics) {}

int Door::refuse(std::string_view why, std::string& out) {
  constexpr int kBadRequest = 400;
  append_failure(out, kBadRequest, why);
  observer_.refused(why);
  return kBadRequest;
}

int Door::answer(std::string_view body, std::string& out) {
  const auto start = std::chrono::steady_clock::now();
  const std::shared_ptr<const decision::PolicySet> policies = policies_.take();
  reader_.shrink();
  Result<Review> review = reader_.read(body);
  if (!review) return refuse(review.error().message, out);
  review->request.today = today();
  if (!review->about_pod) {
    append_pass(out, *review, policies->fingerprint());
    return 200;
  }
  if (kind_ == DoorKind::mutate) {
    decision::mutate(*policies, review->request, verdict_);
  } else {
    decision::validate(*policies, review->request, verdict_);
  }
  append_answer(out, *review, verdict_, policies->fingerprint());
  observer_.decided(*review, verdict_, std::chrono::steady_clock::now() - start);
  verdict_.clear();  // it points into a policy set that may be gone before the next request
  return 200;
}

}  // namespace sparkgate::admission
