#pragma once

#include <cstddef>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace sparkgate::net {

/// A blocking TCP client that never waits for more than ten seconds.
class TcpPeer {
 public:
  TcpPeer();
  explicit TcpPeer(const std::string& address) : TcpPeer() { connect(address); }
  ~TcpPeer();
  TcpPeer(const TcpPeer&) = delete;
  TcpPeer& operator=(const TcpPeer&) = delete;

  /// Connects to "127.0.0.1:PORT".
  bool connect(const std::string& address);
  bool connected() const { return connected_; }

  bool say(std::string_view bytes);
  /// The next `count` bytes, fewer when the other side ends or ten seconds are over.
  std::string hear(std::size_t count);
  /// Everything until the other side ends.
  std::string hear_all();

  /// FIN; we can still hear.
  void say_no_more();
  /// RST.
  void vanish();
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  bool connected_ = false;
};

struct TlsPeerOptions {
  std::string alpn = "http/1.1";  // empty: no ALPN
  int max_version = 0;            // TLS1_2_VERSION; 0: the newest
  std::string suites;             // of TLS 1.2; empty: OpenSSL's own
  bool byte_by_byte = false;      // each byte of the first flight in a packet of its own
  bool tcp_only = false;          // connects; the test calls shake_hands()
};

/// The same over TLS.
class TlsPeer {
 public:
  explicit TlsPeer(const std::string& address, const TlsPeerOptions& options = {});
  ~TlsPeer();
  TlsPeer(const TlsPeer&) = delete;
  TlsPeer& operator=(const TlsPeer&) = delete;

  bool shake_hands(bool byte_by_byte = false);
  /// Whether the handshake succeeded.
  bool connected() const { return connected_; }

  bool say(std::string_view bytes);
  std::string hear(std::size_t count);
  std::string hear_all();
  /// Whether the other side said goodbye (close_notify) before it ended. After hear_all().
  bool heard_goodbye() const;
  /// close_notify from us.
  void say_goodbye();

  std::string alpn() const;
  TcpPeer& tcp() { return tcp_; }
  ssl_st* session() { return session_; }

 private:
  TcpPeer tcp_;
  ssl_ctx_st* context_;
  ssl_st* session_;
  bool connected_ = false;
};

}  // namespace sparkgate::net
