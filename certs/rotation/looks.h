#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/rotation/store.h"

namespace sparkgate::rotation {

/// Where the Service's certificate can be looked at.
struct Door {
  std::string host;
  std::string port;
  bool asked_for = false;  // somebody said that it is there; else the Service's own name was tried
};

using Say = std::function<void(const std::string&)>;

/// A new connection leads to one of several API servers, or replicas: so many in a row have to
/// agree.
inline constexpr int kLooks = 8;
/// Time for them when the run has less left: a step that has begun is finished.
inline constexpr std::chrono::seconds kLooksLimit{10};

/// Whether `look` says yes kLooks times in a row, all but the first of them while `in_time` does.
bool all_agree(const std::function<bool()>& look, const std::function<bool()>& in_time);

/// What somebody saw at a door.
struct Shown {
  std::string at{};                   // HOST:PORT; empty: nobody looked
  std::vector<std::string> chains{};  // each that was shown, once, PEM
  std::string error{};                // why there is no more; empty: there is none
};

/// What `door` shows to those who ask for `host`, in kLooks looks.
Shown look_at(const Door& door, const std::string& host);

/// What API servers know and what the Service shows, looked at for one run until its end.
class Looks {
 public:
  using Clock = std::chrono::steady_clock;

  /// `store` and `say` have to outlive it. `host` is the Service's name.
  Looks(Store& store, std::string host, Door door, Clock::time_point deadline, const Say& say)
      : store_(store),
        host_(std::move(host)),
        door_(std::move(door)),
        deadline_(deadline),
        say_(say) {}

  /// Whether API servers know that these CAs are trusted.
  Result<bool> is_known(const std::vector<std::string>& ca);

  /// Whether the Service shows the first of these certificates, PEM. One that is not reached in
  /// kLooks looks is taken to, since the waiting time has passed: unless somebody asked for a look
  /// there, or it was reached before, and will be again.
  bool is_served(const std::string& certificates);

 private:
  bool reach();
  bool shows(const std::string& wanted);
  std::function<bool()> in_time() const;

  Store& store_;
  std::string host_;
  Door door_;
  Clock::time_point deadline_;
  const Say& say_;
  bool reached_ = false;
};

}  // namespace sparkgate::rotation
