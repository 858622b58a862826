#include "replay/read_request.h"

#include <array>

namespace sparkgate::replay {
namespace {

using decision::OperationKind;
using decision::View;

constexpr std::array<std::string_view, kSkippedReasons> kReasons = {
    "",
    "not about pods",
    "neither created nor updated",
    "audit event before its response",
    "audit event without a pod",
    "audit event of an update, which has no pod before"};

/// The name of a pod, or the start of the one it will get.
std::string_view name_of(View pod) {
  const std::string_view name = pod["metadata"]["name"].text();
  return name.empty() ? pod["metadata"]["generateName"].text() : name;
}

Asked of_review(const admission::Review& review) {
  Asked asked;
  asked.request = review.request;
  if (!review.about_pod) {
    asked.skipped = Skipped::other_resource;
  } else if (review.request.operation == OperationKind::other) {
    asked.skipped = Skipped::other_operation;
  }
  return asked;
}

/// What the audit annotations of the validating webhook say: "WEBHOOK.validate.sparkgate.dev/KEY".
std::optional<bool> denied_then(View annotations) {
  std::optional<bool> denied;
  for (const auto& [key, value] : annotations.members()) {
    if (key.ends_with("validate.sparkgate.dev/fingerprint")) {
      denied = denied.value_or(false);
    } else if (key.ends_with("validate.sparkgate.dev/violations")) {
      denied = denied.value_or(false) || value.text().find(" deny ") != std::string_view::npos;
    }
  }
  return denied;
}

Skipped skipped_of(View event) {
  const View about = event["objectRef"];
  const std::string_view verb = event["verb"].text();
  if (about["resource"].text() != "pods" || !about["apiGroup"].text().empty()) {
    return Skipped::other_resource;
  }
  if (verb == "update" || verb == "patch") return Skipped::update;
  if (verb != "create") return Skipped::other_operation;
  if (!about["subresource"].text().empty()) return Skipped::other_resource;
  if (event["stage"].text() != "ResponseComplete") return Skipped::other_stage;
  return event["requestObject"].is_object() ? Skipped::no : Skipped::no_pod;
}

/// The request object is the pod as it was sent, before any webhook.
Asked of_event(View event) {
  Asked asked;
  asked.skipped = skipped_of(event);
  if (asked.skipped != Skipped::no) return asked;
  const View about = event["objectRef"];
  const View impersonated = event["impersonatedUser"];
  const View user = impersonated.present() ? impersonated : event["user"];
  asked.request.pod = event["requestObject"];
  asked.request.name = name_of(asked.request.pod);
  asked.request.namespace_name = about["namespace"].text();
  asked.request.username = user["username"].text();
  asked.request.groups = user["groups"];
  asked.request.extra = user["extra"];
  asked.denied_then = denied_then(event["annotations"]);
  return asked;
}

Asked of_pod(View pod) {
  Asked asked;
  asked.request.pod = pod;
  asked.request.name = name_of(pod);
  const std::string_view space = pod["metadata"]["namespace"].text();
  asked.request.namespace_name = space.empty() ? "default" : space;
  return asked;
}

}  // namespace

std::string_view text_of(Skipped why) {
  return kReasons[static_cast<std::size_t>(why)];
}

Result<Asked> read_request(View document) {
  const std::string_view kind = document["kind"].text();
  const std::string_view version = document["apiVersion"].text();
  if (kind == "AdmissionReview") {
    const Result<admission::Review> review = admission::as_review(document);
    if (!review) return review.error();
    return of_review(*review);
  }
  if (kind == "Event" && version == "audit.k8s.io/v1") return of_event(document);
  if (kind == "Pod") return of_pod(document);
  return Error{"is no AdmissionReview, audit event or Pod"};
}

}  // namespace sparkgate::replay
