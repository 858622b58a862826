#include "net/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <utility>
#include <vector>

#include "base/log.h"
#include "net/address.h"
#include "net/connection.h"
#include "net/connection_count.h"
#include "net/handshake.h"
#include "net/io_loop.h"
#include "net/listener.h"

namespace sparkgate::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStatusIdle{5000};  // kubelet and Prometheus come anew
constexpr std::chrono::milliseconds kDrainTick{20};

}  // namespace

Result<void> check_address(const std::string& text) {
  const Result<tcp::endpoint> endpoint = parse_address(text);
  return endpoint ? Result<void>() : endpoint.error();
}

/// In the order of their lives: connections refer to setups, setups to loops and the rest.
struct Server::Parts {
  Parts(const ServerOptions& given, const Snapshot<TlsContext>& given_tls,
        const RoutesFactory& status, const NetMetrics& given_metrics)
      : options(given),
        tls(given_tls),
        metrics(given_metrics),
        status_loop(status(), given.timeouts.tick),
        door_loop({}, given.timeouts.tick) {}

  ~Parts() {
    stop();
    join();
  }

  Result<void> open(const RoutesFactory& admission);
  Result<void> open_admission(const RoutesFactory& admission);
  Result<void> open_status();
  void hand_out(TlsStream stream, ConnectionTicket ticket);
  void drain();
  void stop();
  void join();

  const ServerOptions options;
  const Snapshot<TlsContext>& tls;
  const NetMetrics metrics;
  std::atomic<bool> draining = false;
  std::atomic<bool> stopped = false;
  ConnectionCount admission_count{options.max_connections, &metrics};
  InFlight in_flight{options.in_flight, &metrics};
  InFlight status_in_flight;
  ConnectionCount status_count{2 * options.status_connections, nullptr};
  std::vector<ConnectionSetup> setups;  // by loop; the last is the status loop's
  IoLoop status_loop;
  std::vector<std::unique_ptr<IoLoop>> loops;
  std::size_t next_loop = 0;  // of the door's thread
  const Greeted greeted = [this](TlsStream stream, ConnectionTicket ticket) {
    hand_out(std::move(stream), std::move(ticket));
  };
  IoLoop door_loop;
  std::unique_ptr<Listener> admission_port;
  std::unique_ptr<Listener> status_port;
  Clock::time_point drain_started;
  asio::steady_timer drain_tick{status_loop.context()};
};

Result<void> Server::Parts::open(const RoutesFactory& admission) {
  setups.reserve(options.threads + 1);  // connections keep references
  if (auto opened = open_admission(admission); !opened) return opened;
  return open_status();
}

Result<void> Server::Parts::open_admission(const RoutesFactory& admission) {
  for (unsigned i = 0; i < options.threads; ++i) {
    loops.push_back(std::make_unique<IoLoop>(admission(), options.timeouts.tick));
    IoLoop& loop = *loops.back();
    setups.push_back(
        {{loop.routes(), options.max_body, draining, &metrics, in_flight}, options.timeouts, loop});
  }
  auto port = Listener::open(options.listen, door_loop, admission_count,
                             [this](tcp::socket peer, ConnectionTicket ticket) {
                               shake_hands(std::move(peer), *tls.take(), door_loop.deadlines(),
                                           options.timeouts.handshake, std::move(ticket), greeted);
                             });
  if (!port) return port.error();
  admission_port = std::move(port).value();
  return {};
}

Result<void> Server::Parts::open_status() {
  Timeouts timeouts = options.timeouts;
  timeouts.idle = std::min(timeouts.idle, kStatusIdle);
  setups.push_back({{status_loop.routes(), options.max_body, draining, nullptr, status_in_flight},
                    timeouts,
                    status_loop});
  auto port = Listener::open(options.status_listen, status_loop, status_count,
                             [this](tcp::socket peer, ConnectionTicket ticket) {
                               if (status_count.open() > options.status_connections) {
                                 status_loop.arrivals().end_oldest();
                               }
                               serve(std::move(peer), setups.back(), std::move(ticket));
                             });
  if (!port) return port.error();
  status_port = std::move(port).value();
  return {};
}

/// Spreads those who are served over the threads.
void Server::Parts::hand_out(TlsStream stream, ConnectionTicket ticket) {
  const std::size_t loop = next_loop;
  next_loop = (loop + 1) % loops.size();
  asio::io_context& context = loops[loop]->context();
  asio::post(context, [this, loop, stream = std::move(stream).moved_to(context),
                       ticket = std::move(ticket)]() mutable {
    serve(std::move(stream), setups[loop], std::move(ticket));
  });
}

/// One look at the drain; on the status loop, which has time.
void Server::Parts::drain() {
  drain_tick.expires_after(kDrainTick);
  drain_tick.async_wait([this](error_code error) {
    if (!error) drain();
  });
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - drain_started);
  // In this order: once the port is closed, those who are here grow no more.
  const bool accepting = !admission_port->closed();
  const std::size_t open = admission_count.open();
  switch (drain_step(elapsed, accepting, open, options.drain)) {
    case DrainStep::accept:
    case DrainStep::let_go:
      break;
    case DrainStep::close_port:
      admission_port->close();
      break;
    case DrainStep::stop:
      stop();
      break;
  }
}

void Server::Parts::stop() {
  door_loop.stop();
  for (const auto& loop : loops) loop->stop();
  status_loop.stop();
  stopped = true;
}

void Server::Parts::join() {
  door_loop.join();
  for (const auto& loop : loops) loop->join();
  status_loop.join();
}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options,
                                              const Snapshot<TlsContext>& tls,
                                              const RoutesFactory& admission,
                                              const RoutesFactory& status,
                                              const NetMetrics& metrics) {
  std::signal(SIGPIPE, SIG_IGN);
  auto parts = std::make_unique<Parts>(options, tls, status, metrics);
  if (auto opened = parts->open(admission); !opened) return opened.error();
  parts->admission_port->start();
  parts->status_port->start();
  for (const auto& loop : parts->loops) loop->start();
  parts->door_loop.start();
  parts->status_loop.start();
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() = default;

const std::string& Server::admission_address() const {
  return parts_->admission_port->address();
}
const std::string& Server::status_address() const {
  return parts_->status_port->address();
}

void Server::begin_drain() {
  if (parts_->draining.exchange(true)) return;
  asio::dispatch(parts_->status_loop.context(), [parts = parts_.get()] {
    parts->drain_started = Clock::now();
    parts->drain();
  });
}

void Server::stop_now() {
  parts_->stop();
}

bool Server::stopped() const {
  return parts_->stopped;
}

void Server::join() {
  parts_->join();
}

}  // namespace sparkgate::net
