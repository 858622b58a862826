#include "net/session.h"

#include <variant>

#include "base/log.h"
#include "net/reply.h"

namespace sparkgate::net {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// A reply is a few kB; what /metrics or a large patch needed is given back.
void give_back(std::string& text) {
  if (text.capacity() > InputBuffer::kKeptRoom) std::string().swap(text);
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
  const bool whole = input_.bytes().size() >= request_.head_size + request_.body_size;
  return whole ? answer() : Next::read;
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
  request_.route = admitted.route;
  request_.query_offset = static_cast<std::size_t>(admitted.query.data() - input_.bytes().data());
  request_.query_size = admitted.query.size();
  request_.head_size = scanner_.head_bytes();
  request_.body_size = admitted.body_bytes;
  state_ = State::body;
  set_in_flight(true);
  input_.reserve(request_.head_size + request_.body_size);
  if (!admitted.wants_continue) return advance();
  reply_.assign(kContinue);
  return Next::write;
}

Session::Next Session::answer() {
  const std::string_view bytes = input_.bytes();
  HttpRequest request;
  request.path = request_.route->path;
  request.query = bytes.substr(request_.query_offset, request_.query_size);
  request.body = bytes.substr(request_.head_size, request_.body_size);
  call_door(request);
  const bool close = !request_.keep_alive || serving_.draining.load(std::memory_order_relaxed);
  write_reply(reply_, door_reply_, {.close = close});
  if (serving_.metrics != nullptr) serving_.metrics->answered(door_reply_.status);
  state_ = close ? State::closing : State::replying;
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
  if (state_ != State::closing) return advance();  // State::body: that was 100 Continue
  set_in_flight(false);
  input_.clear();
  return Next::close;
}

void Session::finish_request() {
  set_in_flight(false);
  input_.consume(request_.head_size + request_.body_size);
  request_ = Request();
  give_back(door_reply_.body);
  give_back(reply_);
  scanner_.reset();
  state_ = State::head;
}

Session::Next Session::timed_out() {
  const bool begun = phase() == Phase::head || phase() == Phase::body;
  return begun ? refuse({408, "the request came too slowly"}) : Next::close;
}

Session::Phase Session::phase() const {
  switch (state_) {
    case State::head:
      return input_.bytes().empty() ? Phase::idle : Phase::head;
    case State::body:
      return Phase::body;
    default:
      return Phase::write;
  }
}

void Session::set_in_flight(bool in_flight) {
  if (in_flight == in_flight_) return;
  in_flight_ = in_flight;
  if (serving_.metrics != nullptr) serving_.metrics->inflight.add(in_flight ? 1 : -1);
}

}  // namespace sparkgate::net
