#include "net/io_loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.h"

namespace sparkgate::net {

IoLoop::IoLoop(Routes routes, std::chrono::milliseconds tick)
    : tick_length_(tick), routes_(std::move(routes)), deadlines_(tick) {}

IoLoop::~IoLoop() {
  stop();
  join();
}

void IoLoop::start() {
  thread_ = std::thread([this] { run(); });
}

void IoLoop::join() {
  if (thread_.joinable()) thread_.join();
}

void IoLoop::run() {
  while (!context_.stopped()) {
    try {
      if (!tick_armed_) arm_tick();
      context_.run();
    } catch (...) {  // out of memory inside Asio: that connection is gone, the others go on
      log(LogLevel::error, "io_failed");
    }
  }
}

/// A tick that comes late makes the next one no later, unless a whole one was missed.
void IoLoop::arm_tick() {
  const auto now = std::chrono::steady_clock::now();
  tick_.expires_at(std::max(tick_.expiry() + tick_length_, now));
  tick_.async_wait([this](error_code error) {
    tick_armed_ = false;
    if (error) return;
    arm_tick();
    deadlines_.tick();
  });
  tick_armed_ = true;
}

}  // namespace sparkgate::net
