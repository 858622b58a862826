#include "certs/rotation/facts.h"

#include "certs/cluster/printable.h"
#include "certs/issue.h"

namespace sparkgate::rotation {
namespace {

/// How a message ends that says why a run does.
std::string left_alone(bool changed) {
  return changed ? "; nothing more was changed" : "; nothing was changed";
}

Result<void> check_owner(const std::string& name, const std::string& owner, bool changed) {
  if (owner.empty()) return {};
  return Error{name + " is cert-manager's (" + cluster::printable(owner) + ')' +
               left_alone(changed)};
}

Result<void> check_owners(const View& view, const Places& places, bool changed) {
  const auto ours = check_owner(name_of_secret(places), view.secret.owner(), changed);
  if (!ours) return ours;
  for (std::size_t i = 0; i < view.registrations.size(); ++i) {
    const Registration& one = view.registrations[i];
    const std::string name = name_of_registration(places, i);
    const auto its_own = check_owner(name, one.owner(), changed);
    if (!its_own) return its_own;
    if (one.webhooks().empty()) {
      return Error{name + " has no webhook that calls the Service " + host_of(places)};
    }
  }
  return {};
}

std::vector<std::string> both(std::vector<std::string> some,
                              const std::vector<std::string>& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

/// A date that is ahead of the clock was written by a wrong one, or by hand: nobody waits for it.
std::optional<certs::Time> past(const std::optional<certs::Time>& stamp, certs::Time now) {
  return stamp && *stamp <= now + certs::kBackdated ? stamp : std::nullopt;
}

/// What stands in the Secret's current pair. What cannot be read is ours when we put a pair there.
Result<Judged> judge_current(const Secret& secret, const JudgeRequest& request,
                             const Places& places, bool changed) {
  Judged current = judge(secret.current(), request);
  const char* what = nullptr;
  if (current.held == Held::foreign) what = " holds a certificate of another CA";
  if (current.held == Held::unknown && !secret.swapped()) {
    what = " holds a certificate or key that is not known to be sparkgate's";
  }
  if (what != nullptr) {
    return Error{name_of_secret(places) + what + left_alone(changed) +
                 ". Empty it first if sparkgate is to make its own"};
  }
  if (current.held == Held::unknown) current.held = Held::broken;
  return current;
}

Facts facts_of(const View& view, const Wishes& wishes, const Learnt& learnt) {
  return {.now = view.now,
          .started = learnt.started,
          .forced = learnt.forced,
          .previous = view.secret.has_previous(),
          .registrations = {},
          .swapped = past(view.secret.swapped(), view.now),
          .changed_by_others = past(view.secret.changed_by_others(), view.now),
          .publish_wait = wishes.publish_wait,
          .serve_wait = wishes.serve_wait};
}

}  // namespace

Result<void> check_clocks(certs::Time theirs, certs::Time ours, bool changed) {
  const std::chrono::seconds apart = theirs - ours;
  if (apart <= kMostApart && apart >= -kMostApart) return {};
  return Error{"the API server's clock says " + certs::utc_text(theirs) + " and the one here " +
               certs::utc_text(ours) + ": set the wrong one right" + left_alone(changed)};
}

Result<Known> know(const View& view, const Wishes& wishes, const Learnt& learnt) {
  const Result<void> ours = check_owners(view, wishes.places, learnt.changed);
  if (!ours) return ours.error();
  const JudgeRequest request{view.now, host_of(wishes.places), wishes.renew_before};
  const auto current = judge_current(view.secret, request, wishes.places, learnt.changed);
  if (!current) return current.error();
  const Judged next = judge(view.secret.next(), request);
  const std::vector<std::string> kept = both(current->ca, next.ca);
  Known known{facts_of(view, wishes, learnt), current->ca, next.ca,
              both(kept, view.secret.previous())};
  known.facts.current = current->held;
  known.facts.next = next.held;
  for (const Registration& one : view.registrations) {
    Trust trust = one.trust(known.wanted, kept);
    trust.published = past(trust.published, view.now);
    known.facts.registrations.push_back(trust);
  }
  return known;
}

}  // namespace sparkgate::rotation
