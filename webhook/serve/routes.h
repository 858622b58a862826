#pragma once

#include "base/metrics.h"
#include "base/snapshot.h"
#include "decision/policy_set.h"
#include "net/http_types.h"
#include "serve/readiness.h"

namespace sparkgate::serve {

/// POST /mutate and /validate, for one io thread. Both arguments must outlive the routes.
net::Routes admission_routes(const Snapshot<decision::PolicySet>& policies, Metrics& metrics);

/// GET /healthz, /readyz and /metrics. Both arguments must outlive the routes.
net::Routes status_routes(const Readiness& readiness, const Metrics& metrics);

}  // namespace sparkgate::serve
