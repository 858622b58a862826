#pragma once

#include <chrono>
#include <cstddef>

namespace sparkgate::net {

/// How a server stops (times count from the start of the drain). kube-apiserver does not send a
/// POST again when its connection breaks, and it uses idle connections at any moment: so those who
/// still find us are served, with `Connection: close`, and who is idle closes first.
struct DrainTimes {
  std::chrono::milliseconds delay{15000};  // endpoints are slow to forget us: accept meanwhile
  std::chrono::milliseconds limit{60000};  // then stop, whoever is left
};

enum class DrainStep {
  accept,      // go on as before
  close_port,  // nobody new
  let_go,      // wait for those who are here
  stop,        // the end
};

/// What to do now. `accepting`: the port is still open.
constexpr DrainStep drain_step(std::chrono::milliseconds elapsed, bool accepting,
                               std::size_t connections, const DrainTimes& times) {
  if (elapsed >= times.limit) return DrainStep::stop;
  if (accepting) return elapsed < times.delay ? DrainStep::accept : DrainStep::close_port;
  return connections == 0 ? DrainStep::stop : DrainStep::let_go;
}

}  // namespace sparkgate::net
