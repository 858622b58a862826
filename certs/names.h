#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sparkgate::certs {

/// `service.ns.svc`: the name kube-apiserver asks for and verifies when it calls a webhook through
/// a Service.
std::string service_host(std::string_view service, std::string_view name_space);

/// The names of a Service inside its cluster: `service`, `service.ns`, `service.ns.svc`.
std::vector<std::string> service_names(std::string_view service, std::string_view name_space);

/// A DNS label (RFC 1123), as Kubernetes wants Services and namespaces named. `what` starts the
/// error: "service".
Result<void> check_label(std::string_view what, std::string_view name);

/// One or more labels with dots between, at most 253 characters; no wildcard.
Result<void> check_dns_name(std::string_view name);

}  // namespace sparkgate::certs
