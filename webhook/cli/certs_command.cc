#include "cli/certs_command.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "certs/cluster/wiping_memory.h"
#include "certs/folder.h"
#include "certs/inspect.h"
#include "certs/issue.h"
#include "certs/names.h"
#include "cli/cluster_options.h"
#include "cli/command.h"
#include "cli/print_certificate.h"

namespace sparkgate::cli {
namespace {

constexpr int kMostDays = 36500;

struct InitOptions {
  std::string service;
  std::string name_space;
  std::string out;
  std::vector<std::string> dns_names;
  std::vector<std::string> ip_addresses;
  int days = static_cast<int>(certs::kLeafLife.count());
  int ca_days = static_cast<int>(certs::kCaLife.count());
  bool force = false;
};

struct ShowOptions {
  std::vector<std::string> paths;      // none: in the cluster
  std::optional<std::string> service;  // absent: no name is looked for in files
  std::optional<std::string> name_space;
  std::string output = "text";
  ClusterOptions cluster;
};

certs::Time now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

void print_made(const std::string& folder, const certs::Description& ca,
                const certs::Description& leaf) {
  std::cout
      << "Made in " << folder << ":\n"
      << "  ca.crt         the CA that kube-apiserver is to trust, until "
      << certs::utc_text(ca.not_after) << '\n'
      << "  ca.key         its key, to issue the next certificate: keep it off the cluster\n"
      << "  tls.crt        the server's certificate, until " << certs::utc_text(leaf.not_after)
      << ",\n                 for " << joined(leaf.dns_names, leaf.ip_addresses) << '\n'
      << "  tls.key        its key\n"
      << "  ca-bundle.txt  ca.crt in base64: the caBundle of the webhook configurations\n"
      << "Next:\n"
      << "  with these files in manifests/tls:  kubectl apply -k manifests/\n"
      << "  by hand:  tls.crt and tls.key go to the server (--tls-cert, --tls-key), the line in\n"
      << "  ca-bundle.txt to clientConfig.caBundle of every webhook in both configurations.\n";
}

int run_init(const InitOptions& options) {
  if (!options.force) {
    const Result<void> unused = certs::check_unused(options.out);
    if (!unused) {
      return refuse({unused.error().message +
                     "; nothing was written. --force replaces what is there, and then caBundle "
                     "must be set anew"});
    }
  }
  const certs::Time at = now();
  const auto ca = certs::issue_ca({at, std::chrono::days(options.ca_days)});
  if (!ca) return refuse(ca.error());
  const auto leaf =
      certs::issue_leaf(*ca, {options.service, options.name_space, options.dns_names,
                              options.ip_addresses, at, std::chrono::days(options.days)});
  if (!leaf) return refuse(leaf.error());
  const auto made =
      certs::inspect({{"ca.crt", ca->certificate}, {"tls.crt", leaf->certificate}}, {at, ""});
  if (!made) return refuse(made.error());
  const Result<void> written = certs::write_folder(options.out, *ca, *leaf);
  if (!written) return refuse(written.error());
  print_made(options.out, made->certificates[0].description, made->certificates[1].description);
  return kFine;
}

/// Empty when nobody asked. An empty `--service` is a mistake, never "do not check".
Result<std::string> wanted_host(const ShowOptions& options) {
  if (!options.service) return std::string();
  const Result<void> service = certs::check_label("service", *options.service);
  if (!service) return service.error();
  const std::string in = options.name_space.value_or("");
  const Result<void> name_space = certs::check_label("namespace", in);
  if (!name_space) return name_space.error();
  return certs::service_host(*options.service, in);
}

void print_all(const certs::Inspection& inspection, const std::string& host) {
  for (const auto& certificate : inspection.certificates) print_certificate(certificate, host);
  print_findings(inspection.findings);
}

nlohmann::ordered_json document_of(const certs::Inspection& inspection) {
  auto shown = nlohmann::ordered_json::array();
  for (const auto& certificate : inspection.certificates) shown.push_back(to_json(certificate));
  return {{"certificates", shown}, {"findings", inspection.findings}};
}

int run_show_cluster(const ShowOptions& options) {
  ClusterOptions cluster = options.cluster;
  if (options.service) cluster.service = *options.service;
  if (options.name_space) cluster.name_space = *options.name_space;
  return show_cluster(cluster, options.output == "json");
}

int run_show(const ShowOptions& options) {
  if (options.paths.empty()) return run_show_cluster(options);
  if (options.service.has_value() != options.name_space.has_value()) {
    return refuse({"--service and --namespace belong together"});
  }
  if (!options.cluster.kubeconfig.empty()) {
    return refuse({"a PATH is not in a cluster: give one of PATH and --kubeconfig"});
  }
  if (!options.cluster.served_at.empty()) {
    return refuse({"a PATH is not in a cluster: give one of PATH and --served-at"});
  }
  const auto files = certs::read_pem_files(options.paths);
  if (!files) return refuse(files.error());
  const Result<std::string> host = wanted_host(options);
  if (!host) return refuse(host.error());
  const auto inspection = certs::inspect(*files, {now(), *host});
  if (!inspection) return refuse(inspection.error());
  if (options.output == "json") {
    print_json(document_of(*inspection));
  } else {
    print_all(*inspection, *host);
  }
  return inspection->findings.empty() ? kFine : kFindings;
}

void add_init(CLI::App& certs, std::function<int()>& run) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App* init =
      certs.add_subcommand("init", "Make a CA and a certificate for the webhook's Service");
  init->footer(
      "Writes ca.crt, ca.key, tls.crt, tls.key and ca-bundle.txt, and says what to do with them.\n"
      "Exit code 0: made; 2: not made, with the reason.");
  const auto option = [&](const char* name, auto& value, const char* text, const char* help) {
    return init->add_option(name, value, help)->option_text(text);
  };
  option("--service", options->service, "NAME (required)", "The Service")->required();
  option("--namespace", options->name_space, "NS (required)", "Its namespace")->required();
  option("--out", options->out, "DIR (required)", "Where to write; made when missing")->required();
  option("--dns", options->dns_names, "NAME ...", "Another DNS name, e.g. localhost; repeatable")
      ->allow_extra_args(false);
  option("--ip", options->ip_addresses, "IP ...", "An IP address, e.g. 127.0.0.1; repeatable")
      ->allow_extra_args(false);
  option("--days", options->days, "N", "Life of the certificate (365); never longer than its CA's")
      ->check(CLI::Range(1, kMostDays));
  option("--ca-days", options->ca_days, "N", "Life of the CA (3650)")
      ->check(CLI::Range(1, kMostDays));
  init->add_flag("--force", options->force, "Replace files that are there, the CA included");
  init->callback([options, &run] { run = [options] { return run_init(*options); }; });
}

void add_show(CLI::App& certs, std::function<int()>& run) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* show = certs.add_subcommand(
      "show", "Show certificates, and whether certificate, key, CA and Service fit together");
  show->footer(
      "Without a PATH: the Secret in a cluster, and whether each webhook that calls the Service "
      "trusts\n"
      "what is in it, and with --served-at what is served. Only looks.\n"
      "Exit code 0: all is well; 1: a finding (expired, under 30 days left, or no fit);\n"
      "2: bad usage, or what cannot be read.");
  const auto option = [&](const char* name, auto& value, const char* text, const char* help) {
    return show->add_option(name, value, help)->option_text(text);
  };
  option("PATH", options->paths, "DIR|FILE ...",
         "A folder with tls.crt, tls.key and ca.crt, or PEM files; looked at together");
  option("-o,--output", options->output, "text|json", "How to print (text)")
      ->check(CLI::IsMember({"text", "json"}));
  option("--service", options->service, "NAME",
         "The Service that the certificate must name; in a cluster: sparkgate");
  option("--namespace", options->name_space, "NS", "Its namespace; in a cluster: sparkgate-system");
  add_cluster_options(*show, options->cluster);
  option("--served-at", options->cluster.served_at, "HOST:PORT",
         "Look there, too, at what is served; e.g. SERVICE.NS.svc:443");
  show->callback([options, &run] { run = [options] { return run_show(*options); }; });
}

}  // namespace

void add_certs(CLI::App& app, std::function<int()>& run) {
  CLI::App* certs = app.add_subcommand("certs", "Make and inspect the certificates of the webhook");
  certs->require_subcommand(1);
  certs->preparse_callback([](std::size_t) { cluster::wipe_what_is_freed(); });
  add_init(*certs, run);
  add_show(*certs, run);
  add_certs_rotate(*certs, run);
}

int refuse(const Error& error) {
  std::cerr << "sparkgate certs: " << error.message << '\n';
  return kUsage;
}

}  // namespace sparkgate::cli
