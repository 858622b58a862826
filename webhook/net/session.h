#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "net/gate.h"
#include "net/head_scanner.h"
#include "net/http_types.h"
#include "net/in_flight.h"
#include "net/input_buffer.h"
#include "net/net_metrics.h"

namespace sparkgate::net {

/// What the sessions of one io thread share. Everything referred to must outlive them.
struct Serving {
  const Routes& routes;
  std::size_t max_body;
  const std::atomic<bool>& draining;  // true: every answer says `Connection: close`
  const NetMetrics* metrics;          // null: not counted
  InFlight& in_flight;
};

/// HTTP on one connection, without the connection: decrypted bytes in, reply bytes out. Requests
/// are answered one at a time and in order; one that the port has no room for is answered 429
/// before its body has come, or in the middle of it, and the connection goes on. The driver does
/// what `Next` says and nothing else: after `read` it fills space() and calls received(), after
/// `write` it sends reply() and calls wrote(), after `close` the session is over. Allocates nothing
/// in steady state.
class Session {
 public:
  enum class Next { read, write, close };
  enum class Phase { idle, head, body, skipping, write };

  explicit Session(const Serving& serving) : serving_(serving), share_(serving.in_flight) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Room for the next bytes; never empty after `read`.
  std::span<char> space() { return input_.space(); }
  /// `count` bytes were put at the start of space().
  Next received(std::size_t count);

  /// One or more bytes after `write`; stays where it is until wrote().
  std::string_view reply() const { return reply_; }
  Next wrote();

  /// The peer was too slow in the present phase: 408 when it has begun a request, else the end.
  Next timed_out();

  Phase phase() const;
  /// How long the sender of this request waits for its answer.
  std::chrono::milliseconds asked_timeout() const { return request_.timeout; }
  /// Memory held for input, in bytes.
  std::size_t memory() const { return input_.capacity() + reply_.capacity(); }

 private:
  enum class State { head, body, replying, turning_away, skipping, closing };

  Next advance();
  Next open_request();
  Next admit(const Admitted& admitted);
  Next read_body();
  bool make_room();
  Next turn_away();
  void drop_body();
  Next skip();
  Next answer();
  Next reply_with(State next);
  Next refuse(const Refusal& refusal, bool without_body = false);
  void call_door(const HttpRequest& request);
  void finish_request();

  /// The request being read. Offsets, because the buffer may move between head and body.
  struct Request {
    const Route* route = nullptr;
    std::size_t query_offset = 0;
    std::size_t query_size = 0;
    std::size_t head_size = 0;
    std::size_t body_size = 0;
    std::size_t room = 0;  // for so much of the body
    bool keep_alive = false;
    std::chrono::milliseconds timeout = std::chrono::milliseconds::max();
  };

  const Serving& serving_;
  InputBuffer input_;
  HeadScanner scanner_;
  State state_ = State::head;
  Request request_;
  HttpReply door_reply_;
  std::string reply_;
  InFlightShare share_;
};

}  // namespace sparkgate::net
