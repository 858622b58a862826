#pragma once

#include "decision/view.h"

namespace sparkgate::decision {

/// Whether Spark itself built this container: its env (SPARK_EXECUTOR_ID,
/// SPARK_DRIVER_BIND_ADDRESS, …) or its first argument (`driver`, `executor`, Spark 2's
/// `driver-py`) say so.
bool made_by_spark(View container);

/// Whether the container's command line starts a Spark driver: spark-submit, run-example,
/// a Connect or Thrift server, … with a Kubernetes master or none named, and not in cluster mode.
bool runs_spark(View container);

/// Whether a pod without Spark's labels is a hand-made client-mode driver, judged by its
/// containers. Pods that only submit (cluster mode, a tool's submitter) and history servers are
/// not.
bool is_client_mode_driver(View pod);

}  // namespace sparkgate::decision
