#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "certs/cluster/client.h"
#include "certs/rotation/rotate.h"
#include "cli/certs_command.h"
#include "cli/cluster_options.h"
#include "cli/command.h"

namespace sparkgate::cli {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr int kMostDays = 3650;
constexpr int kMostSeconds = 86400;

struct RotateOptions {
  ClusterOptions cluster;
  int days = 365;
  int renew_before = 0;  // 0: a third of its life
  bool force = false;
  int publish_wait = 60;
  int serve_wait = 180;
  int timeout = 900;
};

Result<rotation::Wishes> wishes_of(const RotateOptions& options) {
  const auto places = places_of(options.cluster);
  if (!places) return places.error();
  rotation::Wishes wishes{.places = *places,
                          .life = days(options.days),
                          .force = options.force,
                          .publish_wait = seconds(options.publish_wait),
                          .serve_wait = seconds(options.serve_wait)};
  if (options.renew_before >= options.days) {
    return Error{"--renew-before has to be less than --days: a new certificate would be due"};
  }
  if (options.renew_before > 0) wishes.renew_before = days(options.renew_before);
  return wishes;
}

int run_rotate(const RotateOptions& options) {
  const auto wishes = wishes_of(options);
  if (!wishes) return refuse(wishes.error());
  const auto door = door_of(options.cluster);
  if (!door) return refuse(door.error());
  const auto access = access_of(options.cluster);
  if (!access) return refuse(access.error());
  const rotation::Say say = [](const std::string& line) { std::cout << line << std::endl; };
  const auto ended =
      rotation::rotate(cluster::Client(*access), *wishes, *door, seconds(options.timeout), say);
  if (!ended) return refuse(ended.error());
  if (*ended == rotation::Ended::done) {
    std::cout << "all is as it should be\n";
    return kFine;
  }
  std::cerr << "sparkgate certs: not finished in " << options.timeout
            << " s; the next run goes on from here\n";
  return kFindings;
}

}  // namespace

void add_certs_rotate(CLI::App& certs, std::function<int()>& run) {
  const auto options = std::make_shared<RotateOptions>();
  CLI::App* rotate = certs.add_subcommand(
      "rotate", "Make, renew and replace the certificates in a cluster, without a gap");
  rotate->footer(
      "Makes the first certificate, or replaces one that is due together with its CA: both CAs "
      "are\n"
      "trusted, then the new certificate is served, then the old CA is dropped. To be run daily; "
      "a\n"
      "run that was stopped is finished by the next one. Changes the Secret and the two\n"
      "configurations, nothing else; the Secret has to be there, and may be empty.\n"
      "Exit code 0: all is as it should be; 1: not finished in time, the next run goes on;\n"
      "2: bad usage, or refused, missing, or somebody else's.");
  add_cluster_options(*rotate, options->cluster);
  const auto option = [&](const char* name, auto& value, const char* text, const char* help) {
    return rotate->add_option(name, value, help)->option_text(text);
  };
  const std::map<std::string, int> units = {{"s", 1}, {"m", 60}, {"h", 3600}};
  const auto wait = [&](const char* name, int& value, const char* help) {
    option(name, value, "TIME", help)
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::CASE_SENSITIVE))
        ->check(CLI::Range(0, kMostSeconds));
  };
  option("--service", options->cluster.service, "NAME", "The Service (sparkgate)");
  option("--namespace", options->cluster.name_space, "NS", "Its namespace (sparkgate-system)");
  option("--days", options->days, "N", "Life of a new certificate and its CA (365)")
      ->check(CLI::Range(1, kMostDays));
  option("--renew-before", options->renew_before, "N",
         "Replace it with fewer days left (a third of its life)")
      ->check(CLI::Range(1, kMostDays));
  rotate->add_flag("--force", options->force, "Replace it now");
  wait("--publish-wait", options->publish_wait,
       "From both CAs trusted to the new certificate (60s)");
  wait("--serve-wait", options->serve_wait,
       "From the new certificate to the old CA dropped (180s)");
  option("--served-at", options->cluster.served_at, "HOST:PORT",
         "Where to look whether it is served (SERVICE.NS.svc:443)");
  wait("--timeout", options->timeout, "Longest run (15m)");
  rotate->callback([options, &run] { run = [options] { return run_rotate(*options); }; });
}

}  // namespace sparkgate::cli
