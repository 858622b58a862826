#include "certs/rotation/facts.h"

#include "certs/names.h"

namespace sparkgate::rotation {
namespace {

Error claimed(const std::string& name, const std::string& owner) {
  return Error{name + " is cert-manager's (" + owner + "); nothing was changed"};
}

std::string host_of(const Places& places) {
  return certs::service_host(places.service.name, places.service.name_space);
}

Result<void> check_owners(const View& view, const Places& places) {
  if (!view.secret.owner().empty()) return claimed(name_of_secret(places), view.secret.owner());
  for (std::size_t i = 0; i < view.registrations.size(); ++i) {
    const Registration& one = view.registrations[i];
    const std::string name = name_of_registration(places, i);
    if (!one.owner().empty()) return claimed(name, one.owner());
    if (one.webhooks().empty()) {
      return Error{name + " has no webhook that calls the Service " + host_of(places)};
    }
  }
  return {};
}

}  // namespace

Result<Known> know(const View& view, const Wishes& wishes, const Learnt& learnt) {
  const Result<void> ours = check_owners(view, wishes.places);
  if (!ours) return ours.error();
  const JudgeRequest request{view.now, host_of(wishes.places), wishes.renew_before};
  const Judged current = judge(view.secret.current(), request);
  const Judged next = judge(view.secret.next(), request);
  if (current.held == Held::foreign) {
    return Error{name_of_secret(wishes.places) +
                 " holds a certificate of another CA; nothing was changed. Empty it first if "
                 "sparkgate is to make its own"};
  }
  Known known{{}, current.ca, next.ca};
  known.facts = {.now = view.now,
                 .started = learnt.started,
                 .current = current.held,
                 .next = next.held,
                 .forced = learnt.forced,
                 .registrations = {},
                 .swapped = view.secret.swapped(),
                 .publish_wait = wishes.publish_wait,
                 .serve_wait = wishes.serve_wait};
  for (const Registration& one : view.registrations) {
    known.facts.registrations.push_back(one.trust(current.ca, next.ca));
  }
  return known;
}

}  // namespace sparkgate::rotation
