#pragma once

#include <string>

#include "base/result.h"

namespace sparkgate::cluster {

/// Where a cluster's API server is, whom to trust there, and who we are.
struct Access {
  std::string host;  // a name or an address, without brackets
  std::string port;
  std::string path;         // in front of "/api": empty, or "/k8s/clusters/c-1" behind a proxy
  std::string ca;           // PEM: who signs the API server's certificate
  std::string token;        // empty: none
  std::string certificate;  // PEM, empty: none
  std::string key;          // PEM, of `certificate`
};

/// Reads "https://HOST[:PORT][/PATH]" into host, port and path. Anything but https is an error: a
/// token and keys are sent there.
Result<Access> access_to(const std::string& url);

/// The current context of a kubeconfig file. Files that it names lie beside it, as for kubectl.
/// Error for what is not spoken here: no CA, `insecure-skip-tls-verify`, `proxy-url`, and users who
/// have neither a token nor a client certificate (`exec`, `auth-provider`, passwords).
Result<Access> read_kubeconfig(const std::string& path);

/// What every container of a pod with a token has.
struct PodPlaces {
  std::string host;    // $KUBERNETES_SERVICE_HOST
  std::string port;    // $KUBERNETES_SERVICE_PORT
  std::string folder;  // /var/run/secrets/kubernetes.io/serviceaccount
};

/// Those of this process.
PodPlaces pod_places();

/// As the pod's ServiceAccount. Error when this is no pod, or one without a token.
Result<Access> read_in_cluster(const PodPlaces& places);

}  // namespace sparkgate::cluster
