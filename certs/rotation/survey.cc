#include "certs/rotation/survey.h"

#include <utility>

#include "certs/fit.h"
#include "certs/names.h"
#include "certs/pem.h"

namespace sparkgate::rotation {
namespace {

class Surveyor {
 public:
  Surveyor(const View& view, const Places& places) : view_(view), places_(places) {}

  Survey run() {
    look_at_secret();
    for (std::size_t i = 0; i < view_.registrations.size(); ++i) look_at(i);
    return std::move(survey_);
  }

 private:
  void look_at_secret() {
    const Pair pair = view_.secret.current();
    const std::string secret = name_of_secret(places_);
    std::vector<certs::PemFile> files;
    for (const auto& [name, pem] :
         {std::pair{"ca.crt", pair.ca}, std::pair{"tls.crt", pair.certificate},
          std::pair{"tls.key", pair.key}}) {
      if (!pem.empty()) files.push_back({secret + '/' + name, pem});
    }
    if (pair.certificate.empty() || pair.key.empty()) {
      find(secret + " has no " + (pair.certificate.empty() ? "tls.crt" : "tls.key"));
      return;
    }
    auto inspection = certs::inspect(
        files, {view_.now, certs::service_host(places_.service.name, places_.service.name_space)});
    if (!inspection) return find(inspection.error().message);
    survey_.certificates = std::move(inspection->certificates);
    survey_.findings = std::move(inspection->findings);
    auto chain = certs::parse_chain(pair.certificate);
    if (chain) served_ = std::move(*chain);
  }

  void look_at(std::size_t index) {
    const std::string configuration = name_of_registration(places_, index);
    const auto webhooks = view_.registrations[index].webhooks();
    if (webhooks.empty()) find(configuration + " has no webhook that calls the Service");
    for (const Webhook& one : webhooks) {
      SurveyedWebhook surveyed{configuration, one.name, one.fails};
      check(one, surveyed);
      survey_.webhooks.push_back(std::move(surveyed));
    }
  }

  void check(const Webhook& webhook, SurveyedWebhook& surveyed) {
    auto trusted = certs::parse_chain(webhook.bundle);
    std::string why = webhook.bundle.empty() ? "its caBundle is empty" : "";
    if (!trusted) why = "its caBundle is broken: " + trusted.error().message;
    certs::Chain valid;
    for (std::size_t i = 0; trusted && i < trusted->size(); ++i) {
      auto description = certs::describe((*trusted)[i]);
      if (!description) continue;
      if (description->not_after > view_.now) valid.push_back(std::move((*trusted)[i]));
      surveyed.trusted.push_back(std::move(*description));
    }
    if (served_.empty()) return;
    const Result<void> fits = certs::check_trust(served_, valid);
    surveyed.fits = fits.ok();
    if (fits) return;
    if (why.empty()) why = fits.error().message;
    find(surveyed.configuration + ": " + webhook.name + " does not trust what is served: " + why +
         (webhook.fails ? " (its pods are refused)" : " (its pods pass unseen)"));
  }

  void find(std::string finding) { survey_.findings.push_back(std::move(finding)); }

  const View& view_;
  const Places& places_;
  certs::Chain served_;
  Survey survey_;
};

}  // namespace

Survey survey(const View& view, const Places& places) {
  return Surveyor(view, places).run();
}

}  // namespace sparkgate::rotation
