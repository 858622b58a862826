#pragma once

#include <string>

namespace sparkgate {

/// The usual `process_*` metrics of this process in Prometheus' text format, read from /proc now.
std::string process_metrics_text();

}  // namespace sparkgate
