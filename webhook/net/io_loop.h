#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <thread>

#include "net/arrivals.h"
#include "net/asio.h"
#include "net/deadlines.h"
#include "net/http_types.h"

namespace sparkgate::net {

/// One io thread with all that its connections use: an io_context of its own, its deadlines, its
/// doors. Nothing of it is shared with another thread but the queue of the io_context.
class IoLoop {
 public:
  IoLoop(Routes routes, std::chrono::milliseconds tick);
  ~IoLoop();
  IoLoop(const IoLoop&) = delete;
  IoLoop& operator=(const IoLoop&) = delete;

  /// Starts the thread.
  void start();
  /// The thread ends after what it is doing; what waits is dropped. From any thread, at any time.
  void stop() { context_.stop(); }
  void join();

  asio::io_context& context() { return context_; }
  Deadlines& deadlines() { return deadlines_; }
  Arrivals& arrivals() { return arrivals_; }
  const Routes& routes() const { return routes_; }

 private:
  void run();
  void arm_tick();

  std::chrono::milliseconds tick_length_;
  Routes routes_;
  Deadlines deadlines_;
  Arrivals arrivals_;
  // Behind what connections refer to: it destroys the connections that are left.
  asio::io_context context_{1};
  asio::steady_timer tick_{context_};
  bool tick_armed_ = false;  // whatever is thrown, it stays so
  std::thread thread_;
};

}  // namespace sparkgate::net
