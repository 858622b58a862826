#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/asio.h"
#include "net/connection_count.h"
#include "net/deadlines.h"
#include "net/io_loop.h"

namespace sparkgate::net {

/// Accepts on one port and hands the peers out to io loops in turn. Runs on the first loop. A peer
/// past the limit is closed before a byte is exchanged; when the process is out of descriptors or
/// memory it pauses, and the peers wait in the kernel's queue. To go on after a pause takes
/// neither.
class Listener final : private Deadlines::Guarded {
 public:
  /// Called on the thread of loop number `loop`, to which `peer` belongs.
  using Serve = std::function<void(std::size_t loop, tcp::socket peer, ConnectionTicket ticket)>;

  /// Binds and listens; nothing is accepted before start(). `loops` (at least one) and `count` must
  /// outlive it; it must outlive the running of the loops. Errors quote the address.
  static Result<std::unique_ptr<Listener>> open(const std::string& address,
                                                std::vector<IoLoop*> loops, ConnectionCount& count,
                                                Serve serve);

  /// Before the loops run.
  void start() { wait(); }

  /// Takes the peers that stand in the queue and closes the port. From any thread.
  void close();
  /// Whether close() has done its work.
  bool closed() const { return closed_; }

  /// The bound address, with the port the kernel chose for port 0.
  const std::string& address() const { return address_; }

 private:
  Listener(std::vector<IoLoop*> loops, ConnectionCount& count, Serve serve);
  Result<void> bind(const std::string& address);
  void wait();
  void on_ready();
  void accept_all();
  void hand_out(std::size_t loop, tcp::socket peer);
  void pause(error_code why);
  void on_deadline() override;

  std::vector<IoLoop*> loops_;
  ConnectionCount& count_;
  Serve serve_;
  std::string address_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::size_t next_loop_ = 0;
  bool paused_ = false;
  std::atomic<bool> closed_ = false;
};

}  // namespace sparkgate::net
