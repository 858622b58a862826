#include "net/session.h"

#include <algorithm>
#include <variant>

#include "base/log.h"
#include "net/asked_timeout.h"
#include "net/reply.h"

namespace sparkgate::net {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kBusy = "too much is in flight here, try again in a second";

/// The usual reply fits, and the peers that lie still are many.
constexpr std::size_t kKeptReply = 8 * 1024;

/// A large body gets room as it comes, four times as much each time: who holds much has sent a
/// quarter of it, whatever was announced.
constexpr std::size_t kFirstRoom = 64 * 1024;
constexpr std::size_t kGrowth = 4;

void give_back(std::string& text) {
  if (text.capacity() > kKeptReply) std::string().swap(text);
}

}  // namespace

Session::Next Session::received(std::size_t count) {
  input_.commit(count);
  return advance();
}

Session::Next Session::advance() {
  if (state_ == State::head) {
    switch (scanner_.scan(input_.bytes())) {
      case HeadScanner::Found::nothing_yet:
        return Next::read;
      case HeadScanner::Found::malformed:
        return refuse({400, "malformed line in the request head"});
      case HeadScanner::Found::too_large:
        return refuse({431, "the request head is over 8 KiB"});
      case HeadScanner::Found::end:
        return open_request();
    }
  }
  if (state_ == State::skipping) return skip();
  return read_body();
}

Session::Next Session::open_request() {
  const std::optional<Head> head = parse_head(input_.bytes().substr(0, scanner_.head_bytes()));
  if (!head) return refuse({400, "malformed request head"});
  const auto decision = gate(*head, serving_.routes, serving_.max_body);
  if (const auto* refusal = std::get_if<Refusal>(&decision)) {
    return refuse(*refusal, head->method == "HEAD");
  }
  request_.keep_alive = head->keep_alive;
  return admit(std::get<Admitted>(decision));
}

Session::Next Session::admit(const Admitted& admitted) {
  request_.head_size = scanner_.head_bytes();
  request_.body_size = admitted.body_bytes;
  if (!share_.begin(admitted.body_bytes)) {
    // Whether a body comes that was not invited cannot be known.
    if (admitted.wants_continue) request_.keep_alive = false;
    return turn_away();
  }
  request_.route = admitted.route;
  request_.timeout = net::asked_timeout(admitted.query);
  request_.query_offset = static_cast<std::size_t>(admitted.query.data() - input_.bytes().data());
  request_.query_size = admitted.query.size();
  state_ = State::body;
  const bool is_usual = request_.body_size <= InFlightShare::kUsual;
  request_.room = is_usual ? request_.body_size : InputBuffer::kUsualRoom - request_.head_size;
  input_.reserve(request_.head_size + request_.room);
  if (!admitted.wants_continue) return advance();
  reply_.assign(kContinue);
  return Next::write;
}

Session::Next Session::read_body() {
  const std::size_t here = input_.bytes().size() - request_.head_size;
  if (here >= request_.body_size) return answer();
  while (here >= request_.room) {
    if (!make_room()) return turn_away();
  }
  return Next::read;
}

bool Session::make_room() {
  request_.room = std::min(request_.body_size, std::max(kFirstRoom, kGrowth * request_.room));
  if (!share_.hold(request_.room)) return false;
  input_.reserve(request_.head_size + request_.room);
  return true;
}

/// Says so at once, and keeps nothing of the body. What comes of it yet is dropped.
Session::Next Session::turn_away() {
  share_.end();
  write_status_object(door_reply_, 429, kBusy);
  input_.consume(request_.head_size);
  drop_body();
  return reply_with(State::turning_away);
}

void Session::drop_body() {
  const std::size_t here = std::min(input_.bytes().size(), request_.body_size);
  input_.consume(here);
  request_.body_size -= here;
}

Session::Next Session::skip() {
  drop_body();
  if (request_.body_size > 0) return Next::read;
  finish_request();
  return advance();
}

Session::Next Session::answer() {
  const std::string_view bytes = input_.bytes();
  HttpRequest request;
  request.path = request_.route->path;
  request.query = bytes.substr(request_.query_offset, request_.query_size);
  request.body = bytes.substr(request_.head_size, request_.body_size);
  const Cost& cost = request_.route->cost;
  if (cost != nullptr && !share_.take(cost(request.body))) {
    write_status_object(door_reply_, 429, kBusy);
  } else {
    call_door(request);
  }
  // Whoever is slow to read the answer holds no memory of the request.
  input_.consume(request_.head_size + request_.body_size);
  share_.give_back();
  return reply_with(State::replying);
}

/// What the door said, or what was said in its place; `next` unless the connection ends.
Session::Next Session::reply_with(State next) {
  const bool close = !request_.keep_alive || serving_.draining.load(std::memory_order_relaxed);
  write_reply(reply_, door_reply_, {.close = close});
  if (serving_.metrics != nullptr) serving_.metrics->answered(door_reply_.status);
  state_ = close ? State::closing : next;
  return Next::write;
}

void Session::call_door(const HttpRequest& request) {
  door_reply_.status = 200;
  door_reply_.content_type = "application/json";
  door_reply_.body.clear();
  try {
    request_.route->door(request, door_reply_);
    if (status_index(door_reply_.status) < kStatusLines.size()) return;
  } catch (...) {  // its text may quote the pod: it is not logged
  }
  log(LogLevel::error, "door_failed", {{"path", request.path}});
  write_status_object(door_reply_, 500, "internal error");
}

Session::Next Session::refuse(const Refusal& refusal, bool without_body) {
  write_status_object(door_reply_, refusal.status, refusal.message);
  write_reply(reply_, door_reply_,
              {.close = true, .without_body = without_body, .allow = refusal.allow});
  if (serving_.metrics != nullptr) serving_.metrics->answered(refusal.status);
  state_ = State::closing;
  return Next::write;
}

Session::Next Session::wrote() {
  if (state_ == State::replying) finish_request();
  if (state_ == State::turning_away) state_ = State::skipping;
  if (state_ != State::closing) return advance();  // State::body: that was 100 Continue
  share_.end();
  input_.clear();
  return Next::close;
}

void Session::finish_request() {
  share_.end();
  request_ = Request();
  give_back(door_reply_.body);
  give_back(reply_);
  scanner_.reset();
  state_ = State::head;
}

Session::Next Session::timed_out() {
  const bool begun = phase() == Phase::head || state_ == State::body;
  return begun ? refuse({408, "the request came too slowly"}) : Next::close;
}

Session::Phase Session::phase() const {
  switch (state_) {
    case State::head:
      return input_.bytes().empty() ? Phase::idle : Phase::head;
    case State::body:
      return Phase::body;
    case State::skipping:
      return Phase::skipping;
    default:
      return Phase::write;
  }
}

}  // namespace sparkgate::net
