#include "admission/review.h"

#include <algorithm>
#include <new>
#include <string>

namespace sparkgate::admission {
namespace {

using decision::OperationKind;
using decision::View;

constexpr std::size_t kMaxDepth = 256;     // real pods stay under 20
constexpr std::size_t kLongestUid = 8192;  // they have 36 bytes, and come back in every answer

// Of any kind, at any depth. Large real pods have 20,000; half a million empty containers, which
// nothing else stops, take a second to decide on.
constexpr std::size_t kMostValues = 500'000;

OperationKind operation_kind(std::string_view name) {
  if (name == "CREATE") return OperationKind::create;
  if (name == "UPDATE") return OperationKind::update;
  return OperationKind::other;
}

bool is_known_version(std::string_view version) {
  return version == "admission.k8s.io/v1" || version == "admission.k8s.io/v1beta1";
}

/// The pod's own name, or the start of the one it will get.
std::string_view pod_name(View request, View pod) {
  const std::string_view name = request["name"].text();
  if (!name.empty()) return name;
  const std::string_view own = pod["metadata"]["name"].text();
  return own.empty() ? pod["metadata"]["generateName"].text() : own;
}

/// Names the key when it reads like the name of a field, which no value does: keys of
/// managedFields may quote values (`v:"…"`).
std::string duplicate_key(std::string_view key) {
  constexpr std::size_t kLongest = 63;
  const bool plain = key.size() <= kLongest && std::all_of(key.begin(), key.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                     });
  return plain ? "duplicate key " + std::string(key) : "duplicate key in an object";
}

decision::Request read_request(View request) {
  decision::Request result;
  result.operation = operation_kind(request["operation"].text());
  result.subresource = request["subResource"].text();
  result.pod = request["object"];
  result.old_pod = request["oldObject"];
  result.name = pod_name(request, result.pod);
  result.namespace_name = request["namespace"].text();
  result.username = request["userInfo"]["username"].text();
  result.groups = request["userInfo"]["groups"];
  result.extra = request["userInfo"]["extra"];
  result.dry_run = request["dryRun"].boolean().value_or(false);
  return result;
}

}  // namespace

ReviewReader::ReviewReader() {
  shrink();
}

void ReviewReader::shrink() {
  unique_keys_.shrink();
  if (parser_.capacity() <= kUsualBytes && parser_.max_depth() == kMaxDepth) return;
  parser_ = simdjson::dom::parser();
  if (parser_.allocate(kUsualBytes, kMaxDepth) != simdjson::SUCCESS) return;  // read() asks again
}

Result<Review> ReviewReader::read(std::string_view body) {
  const Result<View> document = parse(body);
  return document ? as_review(*document) : document.error();
}

Result<View> ReviewReader::parse(std::string_view body) {
  simdjson::dom::element document;
  if (body.size() > parser_.capacity()) {
    if (parser_.allocate(body.size(), kMaxDepth) != simdjson::SUCCESS) throw std::bad_alloc();
  }
  if (const auto error = parser_.parse(body.data(), body.size(), false).get(document)) {
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    return Error{std::string("not JSON: ") + simdjson::error_message(error)};
  }
  if (const auto key = unique_keys_.duplicate_in(document)) return Error{duplicate_key(*key)};
  if (unique_keys_.values() > kMostValues) return Error{"it has more values than a pod can need"};
  return View(document);
}

Result<Review> as_review(View view) {
  Review review;
  review.api_version = view["apiVersion"].text();
  review.kind = view["kind"].text();
  if (review.kind != "AdmissionReview") return Error{"kind is not AdmissionReview"};
  if (!is_known_version(review.api_version)) {
    return Error{"apiVersion is neither admission.k8s.io/v1 nor admission.k8s.io/v1beta1"};
  }
  const View request = view["request"];
  if (!request.is_object()) return Error{"the AdmissionReview has no request"};
  review.uid = request["uid"].text();
  if (review.uid.empty()) return Error{"the request has no uid"};
  if (review.uid.size() > kLongestUid) return Error{"the uid is longer than any of Kubernetes"};
  review.about_pod =
      request["kind"]["kind"].text() == "Pod" && request["kind"]["group"].text().empty();
  review.request = read_request(request);
  const bool needs_object = review.about_pod && review.request.operation != OperationKind::other;
  if (needs_object && !review.request.pod.is_object()) return Error{"the request has no object"};
  return review;
}

}  // namespace sparkgate::admission
