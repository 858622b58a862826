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

ordered_json document_of(const rotation::Survey& survey, certs::Time now) {
  ordered_json certificates = ordered_json::array();
  for (const auto& one : survey.certificates) certificates.push_back(to_json(one));
  ordered_json webhooks = ordered_json::array();
  for (const auto& one : survey.webhooks) webhooks.push_back(document_of(one, now));
  return {{"certificates", certificates}, {"webhooks", webhooks}, {"findings", survey.findings}};
}

}  // namespace

int show_cluster(const ClusterOptions& options, bool as_json) {
  const auto places = places_of(options);
  if (!places) return refuse(places.error());
  const auto access = access_of(options);
  if (!access) return refuse(access.error());
  const cluster::Client client(*access);
  const auto view = rotation::Store(client, *places).look();
  if (!view) return refuse(view.error());
  const rotation::Survey survey = rotation::survey(*view, *places);
  if (as_json) {
    print_json(document_of(survey, view->now));
  } else {
    const auto host = certs::service_host(places->service.name, places->service.name_space);
    for (const auto& one : survey.certificates) print_certificate(one, host);
    for (const auto& one : survey.webhooks) print_webhook(one, view->now);
    print_findings(survey.findings);
  }
  return survey.findings.empty() ? kFine : kFindings;
}

}  // namespace sparkgate::cli
