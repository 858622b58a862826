#pragma once

#include <string>

#include "base/result.h"
#include "certs/cluster/access.h"
#include "certs/rotation/looks.h"
#include "certs/rotation/store.h"

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// The flags of commands that talk to a cluster, with what manifests/ installs as defaults.
struct ClusterOptions {
  std::string kubeconfig;  // empty: as the pod's ServiceAccount
  std::string name_space = "sparkgate-system";
  std::string secret = "sparkgate-tls";
  std::string service = "sparkgate";
  std::string configuration = "admission.sparkgate.dev";
  std::string served_at;  // HOST:PORT; empty: nobody said
};

/// --kubeconfig, --secret and --configuration; --namespace and --service are the command's own.
void add_cluster_options(CLI::App& command, ClusterOptions& options);

Result<cluster::Access> access_of(const ClusterOptions& options);

/// Error when one of the names is none that Kubernetes allows.
Result<rotation::Places> places_of(const ClusterOptions& options);

/// Where `served_at` is; without it the Service by its name. Error when it is no HOST:PORT.
Result<rotation::Door> door_of(const ClusterOptions& options);

/// `certs show` in a cluster: prints, and returns the exit code.
int show_cluster(const ClusterOptions& options, bool as_json);

}  // namespace sparkgate::cli
