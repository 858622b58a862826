#include "unit/net/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace sparkgate::net {
namespace {

template <class Option>
void set(int descriptor, int level, int name, const Option& value) {
  ::setsockopt(descriptor, level, name, &value, sizeof value);
}

/// What is in `bio`, taken out.
std::string drained(BIO* bio) {
  std::array<char, 4096> chunk;
  std::string all;
  for (int n = 0; (n = BIO_read(bio, chunk.data(), static_cast<int>(chunk.size()))) > 0;) {
    all.append(chunk.data(), static_cast<std::size_t>(n));
  }
  return all;
}

}  // namespace

TcpPeer::TcpPeer() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  set(descriptor_, SOL_SOCKET, SO_RCVTIMEO, timeval{10, 0});
  set(descriptor_, SOL_SOCKET, SO_SNDTIMEO, timeval{10, 0});
  set(descriptor_, IPPROTO_TCP, TCP_NODELAY, 1);
}

bool TcpPeer::connect(const std::string& address) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port =
      htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connected_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  return connected_;
}

TcpPeer::~TcpPeer() {
  ::close(descriptor_);
}

bool TcpPeer::say(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string TcpPeer::hear(std::size_t count) {
  std::string heard(count, '\0');
  std::size_t size = 0;
  while (size < count) {
    const ssize_t n = ::recv(descriptor_, heard.data() + size, count - size, 0);
    if (n <= 0) break;
    size += static_cast<std::size_t>(n);
  }
  heard.resize(size);
  return heard;
}

std::string TcpPeer::hear_all() {
  std::string all;
  for (std::string part = hear(4096); !part.empty(); part = hear(4096)) all += part;
  return all;
}

void TcpPeer::say_no_more() {
  ::shutdown(descriptor_, SHUT_WR);
}

void TcpPeer::vanish() {
  set(descriptor_, SOL_SOCKET, SO_LINGER, linger{1, 0});
  ::close(descriptor_);
  descriptor_ = -1;
}

TlsPeer::TlsPeer(const std::string& address, const TlsPeerOptions& options)
    : tcp_(address), context_(SSL_CTX_new(TLS_client_method())), session_(nullptr) {
  if (options.max_version != 0) SSL_CTX_set_max_proto_version(context_, options.max_version);
  if (!options.suites.empty()) SSL_CTX_set_cipher_list(context_, options.suites.c_str());
  session_ = SSL_new(context_);
  if (!options.alpn.empty()) {
    std::string wire(1, static_cast<char>(options.alpn.size()));
    wire += options.alpn;
    SSL_set_alpn_protos(session_, reinterpret_cast<const unsigned char*>(wire.data()),
                        static_cast<unsigned>(wire.size()));
  }
  if (tcp_.connected() && !options.tcp_only) shake_hands(options.byte_by_byte);
}

TlsPeer::~TlsPeer() {
  SSL_free(session_);
  SSL_CTX_free(context_);
}

bool TlsPeer::shake_hands(bool byte_by_byte) {
  if (byte_by_byte) {  // the first flight by hand, the rest as it comes
    BIO* out = BIO_new(BIO_s_mem());
    BIO* in = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(session_, in, out);
    SSL_connect(session_);
    const std::string hello = drained(out);
    for (const char byte : hello) tcp_.say({&byte, 1});
  }
  SSL_set_fd(session_, tcp_.descriptor());
  connected_ = SSL_connect(session_) == 1;
  return connected_;
}

bool TlsPeer::say(std::string_view bytes) {
  return SSL_write(session_, bytes.data(), static_cast<int>(bytes.size())) ==
         static_cast<int>(bytes.size());
}

std::string TlsPeer::hear(std::size_t count) {
  std::string heard(count, '\0');
  std::size_t size = 0;
  while (size < count) {
    const int n = SSL_read(session_, heard.data() + size, static_cast<int>(count - size));
    if (n <= 0) break;
    size += static_cast<std::size_t>(n);
  }
  heard.resize(size);
  return heard;
}

std::string TlsPeer::hear_all() {
  std::string all;
  for (std::string part = hear(4096); !part.empty(); part = hear(4096)) all += part;
  return all;
}

bool TlsPeer::heard_goodbye() const {
  return (SSL_get_shutdown(session_) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void TlsPeer::say_goodbye() {
  SSL_shutdown(session_);
}

std::string TlsPeer::alpn() const {
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(session_, &chosen, &size);
  return {reinterpret_cast<const char*>(chosen), size};
}

}  // namespace sparkgate::net
