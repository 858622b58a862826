#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/asio.h"
#include "net/connection_count.h"
#include "net/deadlines.h"
#include "net/io_loop.h"

namespace sparkgate::net {

/// Accepts on one port, on one io loop. A peer past the limit is closed before a byte is exchanged;
/// when the process is out of descriptors or memory it pauses, and the peers wait in the kernel's
/// queue. To go on after a pause takes neither.
class Listener final : private Deadlines::Guarded {
 public:
  /// Called on the loop's thread, to which `peer` belongs.
  using Serve = std::function<void(tcp::socket peer, ConnectionTicket ticket)>;

  /// Binds and listens; nothing is accepted before start(). `loop` and `count` must outlive it; it
  /// must outlive the running of the loop. Errors quote the address.
  static Result<std::unique_ptr<Listener>> open(const std::string& address, IoLoop& loop,
                                                ConnectionCount& count, Serve serve);

  /// Before the loop runs.
  void start() { wait(); }

  /// Takes the peers that stand in the queue and closes the port. From any thread.
  void close();
  /// Whether close() has done its work.
  bool closed() const { return closed_; }

  /// The bound address, with the port the kernel chose for port 0.
  const std::string& address() const { return address_; }

 private:
  Listener(IoLoop& loop, ConnectionCount& count, Serve serve);
  Result<void> bind(const std::string& address);
  void wait();
  void on_ready();
  /// Accepts a batch; an error when there were fewer, would_block when that was all.
  error_code accept_some();
  void hand_out(tcp::socket peer);
  void pause(error_code why);
  void on_deadline() override;

  asio::io_context& context_;
  ConnectionCount& count_;
  Serve serve_;
  std::string address_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  bool paused_ = false;
  std::atomic<bool> closed_ = false;
};

}  // namespace sparkgate::net
