#include <iostream>
#include <string>

#include "certs/cluster/client.h"
#include "certs/names.h"
#include "certs/rotation/survey.h"
#include "cli/certs_command.h"
#include "cli/cluster_options.h"
#include "cli/command.h"
#include "cli/print_certificate.h"

namespace sparkgate::cli {
namespace {

using nlohmann::ordered_json;

const char* policy_of(const rotation::SurveyedWebhook& webhook) {
  return webhook.fails ? "Fail" : "Ignore";
}

void print_webhook(const rotation::SurveyedWebhook& webhook, certs::Time now) {
  std::cout << webhook.configuration << '/' << webhook.name << " (" << policy_of(webhook) << ")\n";
  for (const certs::Description& ca : webhook.trusted) {
    std::cout << "  trusts   " << ca.subject
              << ", days left: " << certs::days_left(ca.not_after, now) << '\n';
  }
  if (webhook.trusted.empty()) std::cout << "  trusts   NOTHING\n";
  if (webhook.fits) {
    std::cout << "  served   " << (*webhook.fits ? "is trusted" : "IS NOT TRUSTED") << '\n';
  }
}

void print_served(const rotation::Served& served, const std::string& at, certs::Time now) {
  const certs::Description& one = served.certificate;
  std::cout << at << " serves\n  issuer   " << one.issuer << "\n  valid    until "
            << certs::utc_text(one.not_after)
            << ", days left: " << certs::days_left(one.not_after, now) << "\n  stored   "
            << (served.as_stored ? "is the same" : "IS ANOTHER") << '\n';
}

ordered_json document_of(const rotation::SurveyedWebhook& webhook, certs::Time now) {
  ordered_json trusted = ordered_json::array();
  for (const certs::Description& ca : webhook.trusted) {
    trusted.push_back({{"subject", ca.subject},
                       {"notAfter", certs::utc_text(ca.not_after)},
                       {"daysLeft", certs::days_left(ca.not_after, now)},
                       {"sha256", ca.sha256}});
  }
  return {{"configuration", webhook.configuration},
          {"name", webhook.name},
          {"failurePolicy", policy_of(webhook)},
          {"trusted", trusted},
          {"fits", webhook.fits ? ordered_json(*webhook.fits) : ordered_json(nullptr)}};
}

ordered_json document_of(const rotation::Served& served, certs::Time now) {
  return {{"subject", served.certificate.subject},
          {"issuer", served.certificate.issuer},
          {"notAfter", certs::utc_text(served.certificate.not_after)},
          {"daysLeft", certs::days_left(served.certificate.not_after, now)},
          {"sha256", served.certificate.sha256},
          {"asStored", served.as_stored}};
}

/// `at`: where somebody looked what is served; empty: nobody did.
ordered_json document_of(const rotation::Survey& survey, const std::string& at, certs::Time now) {
  ordered_json certificates = ordered_json::array();
  for (const auto& one : survey.certificates) certificates.push_back(to_json(one));
  ordered_json webhooks = ordered_json::array();
  for (const auto& one : survey.webhooks) webhooks.push_back(document_of(one, now));
  ordered_json document = {
      {"certificates", certificates}, {"webhooks", webhooks}, {"findings", survey.findings}};
  if (at.empty()) return document;
  document["served"] = ordered_json::array();
  for (const auto& one : survey.served) document["served"].push_back(document_of(one, now));
  return document;
}

}  // namespace

int show_cluster(const ClusterOptions& options, bool as_json) {
  const auto places = places_of(options);
  if (!places) return refuse(places.error());
  const auto door = door_of(options);
  if (!door) return refuse(door.error());
  const auto access = access_of(options);
  if (!access) return refuse(access.error());
  const cluster::Client client(*access);
  const auto view = rotation::Store(client, *places).look();
  if (!view) return refuse(view.error());
  const std::string host = rotation::host_of(*places);
  const auto shown = options.served_at.empty() ? rotation::Shown() : look_at(*door, host);
  const rotation::Survey survey = rotation::survey(*view, *places, shown);
  if (as_json) {
    print_json(document_of(survey, shown.at, view->now));
  } else {
    for (const auto& one : survey.certificates) print_certificate(one, host);
    for (const auto& one : survey.webhooks) print_webhook(one, view->now);
    for (const auto& one : survey.served) print_served(one, shown.at, view->now);
    print_findings(survey.findings);
  }
  return survey.findings.empty() ? kFine : kFindings;
}

}  // namespace sparkgate::cli
