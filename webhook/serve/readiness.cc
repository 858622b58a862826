#include "serve/readiness.h"

#include "net/probe.h"

namespace sparkgate::serve {
namespace {

/// About no pod: the door answers, but there is no decision that it would count and log.
constexpr char kReview[] =
    R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"readiness",)"
    R"("kind":{"group":"sparkgate.dev","version":"v1","kind":"Readiness"},"operation":"CREATE",)"
    R"("dryRun":true,"userInfo":{"username":"sparkgate"},"object":{}}})";

}  // namespace

Result<void> check_myself(const std::string& admission_address, const net::TlsContext& identity) {
  const auto reply = net::probe(
      {.address = admission_address, .path = "/mutate", .body = kReview, .identity = &identity});
  if (!reply) return reply.error();
  if (reply->status != 200) return Error{"/mutate answers " + std::to_string(reply->status)};
  if (reply->body.find(R"("uid":"readiness","allowed":true)") == std::string::npos) {
    return Error{"/mutate answers something else than an AdmissionReview"};
  }
  return {};
}

}  // namespace sparkgate::serve
