#include "net/net_metrics.h"

#include <string>

#include "net/reply.h"

namespace sparkgate::net {

namespace {

Counter shed(Metrics& metrics, const char* reason) {
  return metrics.counter("sparkgate_shed_total", "Work turned away because a limit was reached.",
                         {{"reason", reason}});
}

}  // namespace

NetMetrics::NetMetrics(Metrics& metrics)
    : connections(
          metrics.gauge("sparkgate_connections", "Open connections of the admission port.")),
      inflight(metrics.gauge("sparkgate_inflight_requests",
                             "Requests whose head was accepted and whose answer is not sent.")),
      inflight_bytes(
          metrics.gauge("sparkgate_inflight_bytes",
                        "Memory that requests in flight need: their bodies, and reading them.")),
      shed_connections(shed(metrics, "connections")),
      shed_requests(shed(metrics, "queue")),
      shed_bytes(shed(metrics, "bytes")) {
  responses_.reserve(kStatusLines.size());
  for (const StatusLine& status : kStatusLines) {
    responses_.push_back(metrics.counter("sparkgate_http_responses_total",
                                         "Answers of the admission port by HTTP status.",
                                         {{"code", std::to_string(status.code)}}));
  }
}

void NetMetrics::answered(int status) const {
  responses_.at(status_index(status)).add();
}

}  // namespace sparkgate::net
