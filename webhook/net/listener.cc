#include "net/listener.h"

#include <boost/asio/dispatch.hpp>
#include <chrono>
#include <new>
#include <utility>

#include "base/log.h"
#include "net/address.h"

namespace sparkgate::net {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr int kSocketBuffer = 64 * 1024;
constexpr int kBatch = 64;  // then other connections of this thread have their turn

}  // namespace

Listener::Listener(IoLoop& loop, ConnectionCount& count, Serve serve)
    : Guarded(loop.deadlines()),
      context_(loop.context()),
      count_(count),
      serve_(std::move(serve)),
      acceptor_(context_),
      pause_(context_) {}

Result<std::unique_ptr<Listener>> Listener::open(const std::string& address, IoLoop& loop,
                                                 ConnectionCount& count, Serve serve) {
  std::unique_ptr<Listener> listener(new Listener(loop, count, std::move(serve)));
  if (auto bound = listener->bind(address); !bound) return bound.error();
  return listener;
}

Result<void> Listener::bind(const std::string& address) {
  const Result<tcp::endpoint> endpoint = parse_address(address);
  if (!endpoint) return endpoint.error();
  error_code error;
  acceptor_.open(endpoint->protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  // Those of accepted peers come from here. Left alone they grow to megabytes, for a peer that does
  // not read as well, and count as our memory.
  if (!error) acceptor_.set_option(tcp::acceptor::send_buffer_size(kSocketBuffer), error);
  if (!error) acceptor_.set_option(tcp::acceptor::receive_buffer_size(kSocketBuffer), error);
  if (!error) acceptor_.bind(*endpoint, error);
  if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (error) return Error{"cannot listen on " + address + ": " + error.message()};
  address_ = address_text(acceptor_.local_endpoint());
  return {};
}

void Listener::wait() {
  acceptor_.async_wait(tcp::acceptor::wait_read, [this](error_code error) {
    if (!error) on_ready();
  });
}

void Listener::on_ready() {
  if (!acceptor_.is_open()) return;
  try {
    const error_code error = accept_some();
    if (error && error != asio::error::would_block) return pause(error);
    wait();
  } catch (const std::bad_alloc&) {
    pause(asio::error::no_memory);
  }
}

error_code Listener::accept_some() try {
  for (int i = 0; i < kBatch; ++i) {
    error_code error;
    tcp::socket peer = acceptor_.accept(error);
    if (error == asio::error::connection_aborted) continue;  // gone before its turn
    if (error) return error;
    paused_ = false;
    hand_out(std::move(peer));
  }
  return {};
} catch (const std::bad_alloc&) {
  return asio::error::no_memory;
}

void Listener::hand_out(tcp::socket peer) {
  ConnectionTicket ticket(count_);
  if (!ticket) return;
  error_code ignored;
  peer.set_option(tcp::no_delay(true), ignored);
  serve_(std::move(peer), std::move(ticket));
}

void Listener::pause(error_code why) {
  if (!paused_) {  // once an episode
    log(LogLevel::warn, "accept_paused", {{"address", address_}, {"reason", why.message()}});
  }
  paused_ = true;
  try {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](error_code error) {
      if (!error) on_ready();
    });
  } catch (const std::bad_alloc&) {
    arm(kAcceptPause);  // coarser, but takes no memory
  }
}

void Listener::on_deadline() {
  on_ready();
}

void Listener::close() {
  asio::dispatch(context_, [this] {
    if (closed_) return;
    // As many as the kernel keeps: a crowd that comes on and on does not hold the end up.
    constexpr int kMost = tcp::acceptor::max_listen_connections / kBatch + 1;
    for (int i = 0; i < kMost && !accept_some(); ++i) {
    }
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    closed_ = true;
  });
}

}  // namespace sparkgate::net
