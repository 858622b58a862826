#include "certs/rotation/survey.h"

#include <utility>

#include "certs/fit.h"
#include "certs/names.h"
#include "certs/pem.h"
#include "certs/rotation/unfinished.h"

namespace sparkgate::rotation {
namespace {

class Surveyor {
 public:
  Surveyor(const View& view, const Places& places, const Shown& shown)
      : view_(view), places_(places), shown_(shown) {}

  Survey run() {
    look_at_secret();
    const auto left = unfinished(view_.secret, view_.now);
    if (left) find(name_of_secret(places_) + ' ' + *left);
    for (std::size_t i = 0; i < view_.registrations.size(); ++i) look_at(i);
    look_at_shown();
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
    if (chain) stored_ = std::move(*chain);
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
    for (certs::X509Ptr& one : readable(webhook)) {
      auto description = certs::describe(one);
      if (description) surveyed.trusted.push_back(std::move(*description));
    }
    if (stored_.empty()) return;
    surveyed.fits = trusts(surveyed.configuration, webhook, stored_, "what is served");
  }

  /// What is served and not stored is looked at in place of what is stored.
  void look_at_shown() {
    for (const std::string& pem : shown_.chains) {
      const auto chain = certs::parse_chain(pem);
      if (!chain || chain->empty()) continue;
      auto description = certs::describe(chain->front());
      if (!description) continue;
      const bool same =
          !stored_.empty() && certs::to_pem(chain->front()) == certs::to_pem(stored_.front());
      if (!same) compare(*chain, *description);
      survey_.served.push_back({std::move(*description), same});
    }
    if (!shown_.error.empty()) find("what is served cannot be looked at: " + shown_.error);
  }

  void compare(const certs::Chain& shown, const certs::Description& description) {
    find(shown_.at + " does not serve what is in " + name_of_secret(places_) + ", but one by " +
         description.issuer + ", until " + certs::utc_text(description.not_after));
    for (std::size_t i = 0; i < view_.registrations.size(); ++i) {
      for (const Webhook& one : view_.registrations[i].webhooks()) {
        trusts(name_of_registration(places_, i), one, shown, "what " + shown_.at + " serves");
      }
    }
  }

  /// None of a caBundle that is broken.
  static certs::Chain readable(const Webhook& webhook) {
    auto trusted = certs::parse_chain(webhook.bundle);
    return trusted ? std::move(*trusted) : certs::Chain();
  }

  /// Whether `webhook` does; a finding when not.
  bool trusts(const std::string& configuration, const Webhook& webhook, const certs::Chain& chain,
              const std::string& what) {
    certs::Chain valid = readable(webhook);
    std::erase_if(valid, [this](const certs::X509Ptr& one) {
      const auto description = certs::describe(one);
      return !description || description->not_after <= view_.now;
    });
    const Result<void> fits = certs::check_trust(chain, valid);
    if (fits) return true;
    const auto parsed = certs::parse_chain(webhook.bundle);
    std::string why = fits.error().message;
    if (webhook.bundle.empty()) why = "its caBundle is empty";
    if (!parsed) why = "its caBundle is broken: " + parsed.error().message;
    find(configuration + ": " + webhook.name + " does not trust " + what + ": " + why +
         (webhook.fails ? " (its pods are refused)" : " (its pods pass unseen)"));
    return false;
  }

  void find(std::string finding) { survey_.findings.push_back(std::move(finding)); }

  const View& view_;
  const Places& places_;
  const Shown& shown_;
  certs::Chain stored_;
  Survey survey_;
};

}  // namespace

Survey survey(const View& view, const Places& places, const Shown& shown) {
  return Surveyor(view, places, shown).run();
}

}  // namespace sparkgate::rotation
