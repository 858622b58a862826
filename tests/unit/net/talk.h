#pragma once

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <string_view>

#include "net/session.h"

namespace sparkgate::net {

/// Plays the connection under a Session: what is said goes in, what is answered is collected.
class Talk {
 public:
  explicit Talk(const Serving& serving) : session_(serving) {}

  /// The peer sends `bytes`, in pieces of at most `piece`. What comes after the end is lost.
  Talk& say(std::string_view bytes, std::size_t piece = static_cast<std::size_t>(-1)) {
    while (!bytes.empty() && !closed_) {
      const std::span<char> space = session_.space();
      const std::size_t count = std::min({space.size(), bytes.size(), piece});
      std::memcpy(space.data(), bytes.data(), count);
      bytes.remove_prefix(count);
      follow(session_.received(count));
    }
    return *this;
  }

  /// The peer's time is up.
  Talk& time_out() {
    follow(session_.timed_out());
    return *this;
  }

  /// All that was answered since the last call.
  std::string heard() { return std::exchange(heard_, {}); }
  bool closed() const { return closed_; }
  Session& session() { return session_; }

 private:
  void follow(Session::Next next) {
    while (next == Session::Next::write) {
      heard_ += session_.reply();
      next = session_.wrote();
    }
    closed_ = next == Session::Next::close;
  }

  Session session_;
  std::string heard_;
  bool closed_ = false;
};

/// What Talk needs to begin with: two doors and nobody draining.
struct House {
  Routes routes = {
      {"/mutate", Method::post,
       [](const HttpRequest& request, HttpReply& reply) {
         reply.body.append(request.path).append("?").append(request.query).append(" ");
         reply.body.append(request.body);
       }},
      {"/healthz", Method::get,
       [](const HttpRequest&, HttpReply& reply) {
         reply.content_type = "text/plain";
         reply.body = "ok\n";
       }},
  };
  std::atomic<bool> draining = false;
  InFlight in_flight;
  Serving serving{routes, 1000, draining, nullptr, in_flight};
};

/// A request as kube-apiserver writes it.
inline std::string review_request(std::string_view body, std::string_view more_fields = "") {
  std::string request =
      "POST /mutate?timeout=10s HTTP/1.1\r\n"
      "Host: sparkgate.spark.svc:443\r\n"
      "User-Agent: kube-apiserver-admission\r\n"
      "Content-Length: ";
  request.append(std::to_string(body.size())).append("\r\n");
  request.append("Accept: application/json, */*\r\nContent-Type: application/json\r\n");
  request.append("Accept-Encoding: gzip\r\n").append(more_fields).append("\r\n").append(body);
  return request;
}

/// A whole answer 200 of the door /mutate.
inline std::string ok_reply(std::string_view body, std::string_view more_fields = "") {
  std::string reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
  reply.append(std::to_string(body.size())).append("\r\n").append(more_fields).append("\r\n");
  return reply.append(body);
}

/// A whole refusal: status line without the version, the sentence, fields before Connection.
inline std::string refusal_reply(const std::string& status, const std::string& message,
                                 const std::string& more_fields = "") {
  const std::string body = R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":)" +
                           status.substr(0, 3) + R"(,"message":")" + message + "\"}";
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + more_fields + "Connection: close\r\n\r\n" + body;
}

}  // namespace sparkgate::net
