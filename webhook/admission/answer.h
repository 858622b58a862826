#pragma once

#include <string>
#include <string_view>

#include "admission/review.h"
#include "decision/verdict.h"

namespace sparkgate::admission {

/// Appends the AdmissionReview that answers `review` with `verdict`: apiVersion, kind and uid
/// echoed; patch and patchType both or neither; a denial is code 403, reason Forbidden, everything
/// a person needs in the message and causes for machines. The policy set's fingerprint is in the
/// audit annotations of every answer.
void append_answer(std::string& out, const Review& review, const decision::Verdict& verdict,
                   std::string_view fingerprint);

/// Appends the answer to a review that is none of our business: allowed.
void append_pass(std::string& out, const Review& review, std::string_view fingerprint);

/// Appends a Kubernetes Status of kind Failure: the body of every answer that is no
/// AdmissionReview.
void append_failure(std::string& out, int code, std::string_view message);

}  // namespace sparkgate::admission
