#pragma once

#include <chrono>
#include <future>
#include <optional>
#include <thread>
#include <utility>

namespace sparkgate::cluster {

/// What `work` returns, when it does within `limit`. Else it is left behind, to end by itself: so
/// it owns all that it touches. For what cannot be stopped, such as getaddrinfo.
template <class Work>
auto within(std::chrono::milliseconds limit, Work work) -> std::optional<decltype(work())> {
  std::packaged_task<decltype(work())()> task(std::move(work));
  auto done = task.get_future();
  std::thread(std::move(task)).detach();
  if (done.wait_for(limit) != std::future_status::ready) return std::nullopt;
  return done.get();
}

}  // namespace sparkgate::cluster
