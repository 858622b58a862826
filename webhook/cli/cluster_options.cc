#include "cli/cluster_options.h"

#include <CLI/CLI.hpp>

#include "certs/names.h"

namespace sparkgate::cli {

void add_cluster_options(CLI::App& command, ClusterOptions& options) {
  const auto option = [&](const char* name, auto& value, const char* text, const char* help) {
    command.add_option(name, value, help)->option_text(text);
  };
  option("--kubeconfig", options.kubeconfig, "FILE",
         "Where the cluster is; without it, that of this pod");
  option("--secret", options.secret, "NAME", "The Secret that the server mounts (sparkgate-tls)");
  option("--configuration", options.configuration, "NAME",
         "Both webhook configurations (admission.sparkgate.dev)");
}

Result<cluster::Access> access_of(const ClusterOptions& options) {
  if (!options.kubeconfig.empty()) return cluster::read_kubeconfig(options.kubeconfig);
  return cluster::read_in_cluster(cluster::pod_places());
}

Result<rotation::Places> places_of(const ClusterOptions& options) {
  for (const auto& checked :
       {certs::check_label("service", options.service),
        certs::check_label("namespace", options.name_space), certs::check_dns_name(options.secret),
        certs::check_dns_name(options.configuration)}) {
    if (!checked) return checked.error();
  }
  return rotation::Places{
      {options.name_space, options.service}, options.secret, options.configuration};
}

Result<rotation::Door> door_of(const ClusterOptions& options) {
  const std::string& at = options.served_at;
  if (at.empty()) {
    return rotation::Door{certs::service_host(options.service, options.name_space), "443"};
  }
  const auto access = cluster::access_to("https://" + at);
  if (!access || !access->path.empty()) {
    const std::string shown = at.find('@') == at.npos ? " \"" + at + '"' : "";  // no passwords
    return Error{"--served-at" + shown + " is no HOST:PORT"};
  }
  return rotation::Door{access->host, access->port, true};
}

}  // namespace sparkgate::cli
