#include "serve/routes.h"

#include <memory>

#include "admission/door.h"
#include "admission/reading_cost.h"

namespace sparkgate::serve {
namespace {

static_assert(net::kBodyPadding >= admission::kPadding);

constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kMetricsText[] = "text/plain; version=0.0.4; charset=utf-8";

net::Route admission_route(admission::DoorKind kind, const Snapshot<decision::PolicySet>& policies,
                           Metrics& metrics) {
  auto door = std::make_shared<admission::Door>(kind, policies, metrics);
  return {std::string(admission::path_of(kind)), net::Method::post,
          [door](const net::HttpRequest& request, net::HttpReply& reply) {
            reply.status = door->answer(request.body, reply.body);
          },
          admission::reading_cost};
}

net::Route status_route(std::string path, net::Door door) {
  return {std::move(path), net::Method::get, std::move(door)};
}

}  // namespace

net::Routes admission_routes(const Snapshot<decision::PolicySet>& policies, Metrics& metrics) {
  return {admission_route(admission::DoorKind::mutate, policies, metrics),
          admission_route(admission::DoorKind::validate, policies, metrics)};
}

net::Routes status_routes(const Readiness& readiness, const Metrics& metrics) {
  return {status_route("/healthz",
                       [](const net::HttpRequest&, net::HttpReply& reply) {
                         reply.content_type = kText;
                         reply.body = "ok\n";
                       }),
          status_route("/readyz",
                       [&readiness](const net::HttpRequest&, net::HttpReply& reply) {
                         reply.content_type = kText;
                         reply.status = readiness.ready() ? 200 : 503;
                         reply.body = readiness.ready() ? "ok\n" : "not ready\n";
                       }),
          status_route("/metrics", [&metrics](const net::HttpRequest&, net::HttpReply& reply) {
            reply.content_type = kMetricsText;
            reply.body = metrics.text();
          })};
}

}  // namespace sparkgate::serve
