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

int Door::crash(std::string_view uid, std::string& out) {
  constexpr int kInternalError = 500;
  observer_.crashed(uid);
  append_failure(out, kInternalError,
                 "internal error while deciding on request " + std::string(uid));
  return kInternalError;
}

int Door::answer(std::string_view body, std::string& out) {
  const std::size_t size = out.size();
  std::string_view uid;
  int status = 0;
  try {
    status = decide(body, out, uid);
  } catch (...) {  // its text may quote the pod: it is told to nobody
    out.resize(size);
    status = crash(uid, out);
  }
  verdict_.clear();  // it points into what was read, and into policies that may be gone by the next
  reader_.shrink();  // memory that a large body took is not kept until then
  return status;
}

/// `uid` is that of the review as soon as it is read.
int Door::decide(std::string_view body, std::string& out, std::string_view& uid) {
  const auto start = std::chrono::steady_clock::now();
  const std::shared_ptr<const decision::PolicySet>& policies = policies_.current();
  Result<Review> review = reader_.read(body);
  if (!review) return refuse(review.error().message, out);
  uid = review->uid;
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
  return 200;
}

}  // namespace sparkgate::admission
