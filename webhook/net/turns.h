#pragma once

#include <deque>
#include <functional>

#include "net/asio.h"

namespace sparkgate::net {

/// Work that is done a little at a time, at each pass of an io loop, so that a crowd of it holds
/// nobody up: a handshake costs more than an answer, and those who come must not delay those who
/// are being served. In the order of asking. Not thread-safe; destroyed before its context.
class Turns {
 public:
  explicit Turns(asio::io_context& context) : context_(context) {}

  /// `work` is called later, on the thread of the context.
  void wait_for(std::function<void()> work);

 private:
  void pass();
  void ask_for_pass();

  asio::io_context& context_;
  std::deque<std::function<void()>> waiting_;
  bool asked_ = false;
};

}  // namespace sparkgate::net
