#include "certs/rotation/rotate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "certs/rotation/run_clock.h"
#include "certs/rotation/step.h"

namespace sparkgate::rotation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds kLongestPause{5000};
constexpr int kMostTaken = 3;

certs::Time local_time() {
  return std::chrono::floor<seconds>(std::chrono::system_clock::now());
}

class Rotation {
 public:
  Rotation(Store store, const Wishes& wishes, Door door, seconds limit, const Say& say)
      : store_(std::move(store)),
        wishes_(wishes),
        say_([this, say](const std::string& line) {
          if (line != last_said_) say(line);
          last_said_ = line;
        }),
        deadline_(steady_clock::now() + limit),
        looks_(store_, host_of(wishes.places), std::move(door), deadline_, say_),
        learnt_{{}, wishes.force} {}

  Result<Ended> run() {
    for (;;) {
      const Result<Turn> turn = advance();
      if (turn && turn->last) return Ended::done;
      if (!turn) {
        if (!began_ || !store_.may_pass()) return turn.error();
        say_("trying again: " + turn.error().message);
      }
      pause(turn ? turn->rest : milliseconds(500));
      if (steady_clock::now() >= deadline_) return Ended::unfinished;
    }
  }

 private:
  /// What came of one: the keys that it saw are gone when the run rests.
  struct Turn {
    bool last = false;    // there was no step left
    milliseconds rest{};  // before the next one
  };

  /// A look and a step.
  Result<Turn> advance() {
    Result<View> view = look();
    if (!view) return view.error();
    Result<Known> known = know(*view, wishes_, learnt_);
    if (!known) return known.error();
    began_ = true;
    if (known->facts.next == Held::good) learnt_.forced = false;  // it is being replaced
    const Result<Step> step = next(*known, *view);
    if (!step) return step.error();
    if (step->what == Do::nothing) return Turn{.last = true};
    const Result<void> done = take(*step, *known, *view);
    if (!done) return done.error();
    return Turn{.rest = rest_after(*step)};
  }

  /// By the clock of the run.
  Result<View> look() {
    Result<View> view = store_.look();
    if (!view) return view;
    const Result<void> clocks = check_clocks(view->now, local_time(), learnt_.changed);
    if (!clocks) return clocks.error();
    if (!clock_) clock_.emplace(view->now);
    view->now = clock_->now();
    if (!began_) learnt_.started = view->now;
    return view;
  }

  /// The next step. What is asked or looked at before it, the objects' versions keep together with
  /// it: when they were changed meanwhile, it fails.
  Result<Step> next(Known& known, const View& view) {
    const Step step = next_step(known.facts);
    if (step.what == Do::ask) {
      const Result<bool> trusted = looks_.is_known(known.next_ca);
      if (!trusted) return trusted.error();
      known.facts.known = *trusted;
    } else if (step.what == Do::look) {
      known.facts.served = looks_.is_served(view.secret.current().certificate);
    }
    return next_step(known.facts);
  }

  Result<void> take(const Step& step, const Known& known, View& view) {
    Registration& registration = view.registrations[step.registration];
    switch (step.what) {
      case Do::prepare:
        return prepare(view);
      case Do::publish:
        registration.publish(known.wanted, clock_->now());
        return write(step, view, "its CA is trusted by ");
      case Do::swap:
        view.secret.swap(clock_->now());
        return write(step, view, "the new certificate is in ");
      case Do::forget:
        view.secret.forget();
        return write(step, view, "the CA before it is forgotten in ");
      case Do::drop:
        registration.drop_all_but(known.current_ca);
        return write(step, view, "only its CA is trusted by ");
      case Do::wait:
        say_("waiting until " + certs::utc_text(step.until));
        break;
      case Do::ask:  // the answer was no
      case Do::look:
      case Do::nothing:
        break;
    }
    return {};
  }

  milliseconds rest_after(const Step& step) const {
    if (step.what == Do::wait) return step.until - clock_->now();
    const bool answered_no = step.what == Do::ask || step.what == Do::look;
    return milliseconds(answered_no ? 1000 : 0);
  }

  Result<void> prepare(View& view) {
    const ServiceName& service = wishes_.places.service;
    const auto pair = make_pair({service.name, service.name_space, view.now, wishes_.life});
    if (!pair) return pair.error();
    view.secret.set_next(*pair);
    const std::string until = certs::utc_text(view.now + wishes_.life);
    return write({Do::prepare}, view, "a new certificate, until " + until + ", is prepared in ");
  }

  /// Writes the object that `step` changed. A step that was taken before was undone by somebody
  /// since then: it is taken kMostTaken times.
  Result<void> write(const Step& step, const View& view, const std::string& what) {
    const std::size_t index = step.registration;
    const bool in_secret = step.what != Do::publish && step.what != Do::drop;
    const std::string name =
        in_secret ? name_of_secret(wishes_.places) : name_of_registration(wishes_.places, index);
    int& taken = taken_[{step.what, index}];
    if (taken == kMostTaken) {
      return Error{name + " does not stay as it is written: something changed it back " +
                   std::to_string(taken) + " times (a webhook, or a tool that applies manifests)"};
    }
    if (taken > 0) pause(milliseconds(1000));
    const Result<void> put =
        in_secret ? store_.put(view.secret) : store_.put(view.registrations[index], index);
    if (!put) return put;
    ++taken;
    learnt_.changed = true;
    say_(what + name);
    return {};
  }

  void pause(milliseconds wanted) const {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline_ - steady_clock::now());
    std::this_thread::sleep_for(std::min({wanted, kLongestPause, left}));  // none when negative
  }

  Store store_;
  const Wishes& wishes_;
  Say say_;
  steady_clock::time_point deadline_;
  Looks looks_;
  Learnt learnt_;
  std::optional<RunClock> clock_;                    // from the first look on
  bool began_ = false;                               // all three were read once
  std::map<std::pair<Do, std::size_t>, int> taken_;  // steps that wrote, and how often
  std::string last_said_;                            // is not said again
};

}  // namespace

Result<Ended> rotate(const cluster::Client& client, const Wishes& wishes, const Door& door,
                     seconds limit, const Say& say) {
  return Rotation(Store(client, wishes.places), wishes, door, limit, say).run();
}

}  // namespace sparkgate::rotation
