#include "cli/certs_command.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "certs/folder.h"
#include "certs/inspect.h"
#include "certs/issue.h"
#include "certs/names.h"
#include "cli/command.h"

namespace sparkgate::cli {
namespace {

using nlohmann::ordered_json;

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
  std::vector<std::string> paths;
  std::optional<std::string> service;  // absent: no name is looked for
  std::string name_space;
  std::string output = "text";
};

certs::Time now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

int refuse(const Error& error) {
  std::cerr << "sparkgate certs: " << error.message << '\n';
  return kUsage;
}

std::string joined(std::vector<std::string> words, const std::vector<std::string>& more = {}) {
  words.insert(words.end(), more.begin(), more.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
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

void print_answer(const char* label, std::optional<bool> answer, const std::string& yes,
                  const std::string& no) {
  if (answer) std::cout << "  " << label << (*answer ? yes : no) << '\n';
}

std::string role_of(const certs::InspectedCertificate& shown) {
  if (shown.serving) return "server";
  return shown.description.is_ca ? "ca" : "other";
}

void print_certificate(const certs::InspectedCertificate& shown, const std::string& host) {
  const certs::Description& d = shown.description;
  const std::string names = joined(d.dns_names, d.ip_addresses);
  std::cout << shown.name << " (" << role_of(shown) << ")\n";
  if (!d.subject.empty()) std::cout << "  subject  " << d.subject << '\n';
  std::cout << "  issuer   " << d.issuer << '\n';
  if (!names.empty()) std::cout << "  names    " << names << '\n';
  std::cout << "  valid    " << certs::utc_text(d.not_before) << " to "
            << certs::utc_text(d.not_after) << ", days left: " << shown.days_left << '\n';
  std::cout << "  serial   " << d.serial << '\n';
  std::cout << "  sha256   " << d.sha256 << '\n';
  print_answer("key      ", shown.key_fits, "fits", "DOES NOT FIT");
  print_answer("chain    ", shown.chains_to_ca, "leads to the CA", "DOES NOT LEAD TO THE CA");
  print_answer("service  ", shown.covers_host, host + " is named", host + " IS NOT NAMED");
}

void print_text(const certs::Inspection& inspection, const std::string& host) {
  for (const auto& certificate : inspection.certificates) print_certificate(certificate, host);
  for (const std::string& finding : inspection.findings) {
    std::cout << "finding: " << finding << '\n';
  }
  if (inspection.findings.empty()) std::cout << "no findings\n";
}

ordered_json answer(std::optional<bool> value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json to_json(const certs::InspectedCertificate& shown) {
  const certs::Description& d = shown.description;
  return {{"file", shown.name},
          {"role", role_of(shown)},
          {"subject", d.subject},
          {"issuer", d.issuer},
          {"serial", d.serial},
          {"dnsNames", d.dns_names},
          {"ipAddresses", d.ip_addresses},
          {"notBefore", certs::utc_text(d.not_before)},
          {"notAfter", certs::utc_text(d.not_after)},
          {"daysLeft", shown.days_left},
          {"sha256", d.sha256},
          {"keyFits", answer(shown.key_fits)},
          {"chainsToCa", answer(shown.chains_to_ca)},
          {"namesService", answer(shown.covers_host)}};
}

void print_json(const certs::Inspection& inspection) {
  ordered_json shown = ordered_json::array();
  for (const auto& certificate : inspection.certificates) shown.push_back(to_json(certificate));
  const ordered_json all = {{"certificates", shown}, {"findings", inspection.findings}};
  // A path need not be UTF-8.
  std::cout << all.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

/// Empty when nobody asked. An empty `--service` is a mistake, never "do not check".
Result<std::string> wanted_host(const ShowOptions& options) {
  if (!options.service) return std::string();
  const Result<void> service = certs::check_label("service", *options.service);
  if (!service) return service.error();
  const Result<void> name_space = certs::check_label("namespace", options.name_space);
  if (!name_space) return name_space.error();
  return certs::service_host(*options.service, options.name_space);
}

int run_show(const ShowOptions& options) {
  const auto files = certs::read_pem_files(options.paths);
  if (!files) return refuse(files.error());
  const Result<std::string> host = wanted_host(options);
  if (!host) return refuse(host.error());
  const auto inspection = certs::inspect(*files, {now(), *host});
  if (!inspection) return refuse(inspection.error());
  if (options.output == "json") {
    print_json(*inspection);
  } else {
    print_text(*inspection, *host);
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
      "Exit code 0: all is well; 1: a finding (expired, under 30 days left, or no fit);\n"
      "2: bad usage, or a file that cannot be read.");
  const auto option = [&](const char* name, auto& value, const char* text, const char* help) {
    return show->add_option(name, value, help)->option_text(text);
  };
  option("PATH", options->paths, "DIR|FILE ...",
         "A folder with tls.crt, tls.key and ca.crt, or PEM files; looked at together")
      ->required();
  option("-o,--output", options->output, "text|json", "How to print (text)")
      ->check(CLI::IsMember({"text", "json"}));
  CLI::Option* service =
      option("--service", options->service, "NAME", "The Service that the certificate must name");
  CLI::Option* name_space = option("--namespace", options->name_space, "NS", "Its namespace");
  service->needs(name_space);
  name_space->needs(service);
  show->callback([options, &run] { run = [options] { return run_show(*options); }; });
}

}  // namespace

void add_certs(CLI::App& app, std::function<int()>& run) {
  CLI::App* certs = app.add_subcommand("certs", "Make and inspect the certificates of the webhook");
  certs->require_subcommand(1);
  add_init(*certs, run);
  add_show(*certs, run);
}

}  // namespace sparkgate::cli
