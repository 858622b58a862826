#include "certs/rotation/looks.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "certs/cluster/served.h"

namespace sparkgate::rotation {

bool all_agree(const std::function<bool()>& look, const std::function<bool()>& in_time) {
  for (int i = 0; i < kLooks; ++i) {
    if ((i > 0 && !in_time()) || !look()) return false;
  }
  return true;
}

std::function<bool()> Looks::in_time() const {
  const Clock::time_point until = std::max(deadline_, Clock::now() + kLooksLimit);
  return [until] { return Clock::now() < until; };
}

Result<bool> Looks::is_known(const std::vector<std::string>& ca) {
  std::optional<Error> failed;
  const auto look = [&] {
    const Result<bool> trusted = store_.trusts_in_cache(ca);
    if (!trusted) failed = trusted.error();
    return trusted && *trusted;
  };
  const bool known = all_agree(look, in_time());
  if (!known) say_("waiting until every API server knows it");
  if (failed) return *failed;
  return known;
}

bool Looks::is_served(const std::string& certificates) {
  if (!door_.asked_for && !reached_ && !reach()) return true;
  // Whatever a person wrote around it, a server shows the certificate alone.
  const std::vector<std::string> wanted = split_pem(certificates);
  return !wanted.empty() && all_agree([&] { return shows(wanted.front()); }, in_time());
}

bool Looks::reach() {
  std::string why;
  const auto fails = [&] {
    const auto shown = cluster::served_chain(door_.host, door_.port, host_);
    if (!shown) why = shown.error().message;
    return !shown.ok();
  };
  reached_ = !all_agree(fails, in_time());
  if (!reached_) say_("taken for served, as it cannot be looked at: " + why);
  return reached_;
}

bool Looks::shows(const std::string& wanted) {
  const auto shown = cluster::served_chain(door_.host, door_.port, host_);
  if (!shown) {
    say_("waiting for an answer: " + shown.error().message);
    return false;
  }
  const bool same = shown->starts_with(wanted);
  if (!same) say_("waiting until " + door_.host + ':' + door_.port + " serves it");
  return same;
}

Shown look_at(const Door& door, const std::string& host) {
  Shown shown{door.host + ':' + door.port};
  for (int i = 0; i < kLooks; ++i) {
    auto chain = cluster::served_chain(door.host, door.port, host);
    if (!chain) {
      shown.error = chain.error().message;
      break;
    }
    const bool known =
        std::find(shown.chains.begin(), shown.chains.end(), *chain) != shown.chains.end();
    if (!known) shown.chains.push_back(std::move(*chain));
  }
  return shown;
}

}  // namespace sparkgate::rotation
