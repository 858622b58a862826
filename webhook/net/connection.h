#pragma once

#include "net/asio.h"
#include "net/connection_count.h"
#include "net/deadlines.h"
#include "net/io_loop.h"
#include "net/session.h"
#include "net/tls_stream.h"

namespace sparkgate::net {

/// What the connections of one port on one io thread share. Must outlive them.
struct ConnectionSetup {
  Serving serving;
  Timeouts timeouts;
  IoLoop& loop;
};

/// Serves one peer until it or we end it. Called on the io thread of the socket, on which all of it
/// happens; returns at once. How it ends is not reported, but for the answers' counters.
void serve(TlsStream stream, const ConnectionSetup& setup, ConnectionTicket ticket);
void serve(tcp::socket socket, const ConnectionSetup& setup, ConnectionTicket ticket);

}  // namespace sparkgate::net
