#include "certs/rotation/rotate.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "certs/cluster/served.h"
#include "certs/names.h"
#include "certs/rotation/step.h"

namespace sparkgate::rotation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// A new connection leads to one of several API servers, or replicas: so many in a row have to
/// agree.
constexpr int kLooks = 8;
constexpr milliseconds kLongestPause{5000};

class Rotation {
 public:
  Rotation(Store store, const Wishes& wishes, Door door, seconds limit, const Say& say)
      : store_(std::move(store)),
        wishes_(wishes),
        door_(std::move(door)),
        say_(say),
        deadline_(steady_clock::now() + limit),
        learnt_{{}, wishes.force} {}

  Result<Ended> run() {
    for (;;) {
      const Result<bool> finished = advance();
      if (finished && *finished) return Ended::done;
      if (!finished) {
        if (!began_ || !store_.may_pass()) return finished.error();
        tell("trying again: " + finished.error().message);
        pause(milliseconds(500));
      }
      if (steady_clock::now() >= deadline_) return Ended::unfinished;
    }
  }

 private:
  /// A look and a step; true when there was none left.
  Result<bool> advance() {
    Result<View> view = store_.look();
    if (!view) return view.error();
    if (!began_) learnt_.started = view->now;
    Result<Known> known = know(*view, wishes_, learnt_);
    if (!known) return known.error();
    began_ = true;
    if (known->facts.next == Held::good) learnt_.forced = false;  // it is being replaced
    const Result<Step> step = next(*known, *view);
    if (!step) return step.error();
    if (step->what == Do::nothing) return true;
    const Result<void> done = take(*step, *known, *view);
    if (!done) return done.error();
    return false;
  }

  /// The next step. What is asked or looked at before it, the objects' versions keep together with
  /// it: when they were changed meanwhile, it fails.
  Result<Step> next(Known& known, const View& view) {
    const Step step = next_step(known.facts);
    if (step.what == Do::ask) {
      const Result<bool> trusted = is_known(known.next_ca);
      if (!trusted) return trusted.error();
      known.facts.known = *trusted;
    } else if (step.what == Do::look) {
      known.facts.served = is_served(view.secret.current().certificate);
    }
    return next_step(known.facts);
  }

  Result<void> take(const Step& step, const Known& known, View& view) {
    switch (step.what) {
      case Do::install:
      case Do::prepare:
        return make(step.what, view);
      case Do::publish:
        return publish(step.registration, known, view);
      case Do::swap:
        view.secret.set_current(view.secret.next(), view.now);
        return written(store_.put(view.secret), "the new certificate is in " + secret());
      case Do::drop: {
        Registration& one = view.registrations[step.registration];
        one.drop_all_but(known.current_ca);
        return written(store_.put(one, step.registration),
                       "only its CA is trusted by " + registration(step.registration));
      }
      case Do::wait:
        tell("waiting until " + certs::utc_text(step.until));
        pause(step.until - view.now);
        break;
      case Do::ask:  // the answer was no
      case Do::look:
        pause(milliseconds(1000));
        break;
      case Do::nothing:
        break;
    }
    return {};
  }

  Result<void> make(Do what, View& view) {
    const ServiceName& service = wishes_.places.service;
    const auto pair = make_pair({service.name, service.name_space, view.now, wishes_.life});
    if (!pair) return pair.error();
    const std::string until = certs::utc_text(view.now + wishes_.life);
    if (what == Do::install) {
      view.secret.set_current(*pair, view.now);
      return written(store_.put(view.secret),
                     "a new certificate, until " + until + ", is in " + secret());
    }
    view.secret.set_next(*pair);
    return written(store_.put(view.secret),
                   "a new certificate, until " + until + ", is prepared in " + secret());
  }

  Result<void> publish(std::size_t index, const Known& known, View& view) {
    std::vector<std::string> wanted = known.current_ca;
    wanted.insert(wanted.end(), known.next_ca.begin(), known.next_ca.end());
    view.registrations[index].publish(wanted, view.now);
    return written(store_.put(view.registrations[index], index),
                   "its CA is trusted by " + registration(index));
  }

  /// Whether API servers know that the CAs of the next certificate are trusted.
  Result<bool> is_known(const std::vector<std::string>& ca) {
    for (int i = 0; i < kLooks; ++i) {
      const Result<bool> trusted = store_.trusts_in_cache(ca);
      if (!trusted || !*trusted) {
        tell("waiting until every API server knows it");
        return trusted;
      }
    }
    return true;
  }

  /// Whether the Service shows this certificate. One that cannot be reached from here is taken to:
  /// the waiting time has passed.
  bool is_served(const std::string& wanted) {
    const std::string host =
        certs::service_host(wishes_.places.service.name, wishes_.places.service.name_space);
    for (int i = 0; i < kLooks; ++i) {
      const auto shown = cluster::served_certificate(door_.host, door_.port, host);
      if (!shown && reached_) {  // it will be again
        tell("waiting for an answer: " + shown.error().message);
        return false;
      }
      if (!shown) {
        if (!unreachable_) {
          tell("taken for served, as it cannot be looked at: " + shown.error().message);
        }
        unreachable_ = true;
        return true;
      }
      reached_ = true;
      if (!wanted.starts_with(*shown)) {
        tell("waiting until " + door_.host + ':' + door_.port + " serves it");
        return false;
      }
    }
    return true;
  }

  Result<void> written(const Result<void>& put, const std::string& what) {
    if (put) tell(what);
    return put;
  }

  /// A line that was said last is not said again.
  void tell(const std::string& line) {
    if (line != last_said_) say_(line);
    last_said_ = line;
  }

  void pause(milliseconds wanted) const {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now());
    std::this_thread::sleep_for(std::min({wanted, kLongestPause, left}));
  }

  std::string secret() const { return name_of_secret(wishes_.places); }
  std::string registration(std::size_t index) const {
    return name_of_registration(wishes_.places, index);
  }

  Store store_;
  const Wishes& wishes_;
  Door door_;
  const Say& say_;
  steady_clock::time_point deadline_;
  Learnt learnt_;
  bool began_ = false;        // all three were read once
  bool unreachable_ = false;  // was said
  bool reached_ = false;      // the Service was looked at once
  std::string last_said_;
};

}  // namespace

Result<Ended> rotate(const cluster::Client& client, const Wishes& wishes, const Door& door,
                     seconds limit, const Say& say) {
  return Rotation(Store(client, wishes.places), wishes, door, limit, say).run();
}

}  // namespace sparkgate::rotation
