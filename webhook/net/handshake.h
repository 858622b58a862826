#pragma once

#include <chrono>
#include <functional>

#include "net/asio.h"
#include "net/connection_count.h"
#include "net/deadlines.h"
#include "net/tls.h"
#include "net/tls_stream.h"

namespace sparkgate::net {

/// What is done with a peer that has shaken hands. Called on the thread of its socket.
using Greeted = std::function<void(TlsStream stream, ConnectionTicket ticket)>;

/// Shakes hands with one accepted peer. Called on the io thread of `socket`, on which all of it
/// happens, with that thread's deadlines; returns at once. A peer that does not take part within
/// `limit` is closed. `deadlines` and `greeted` must outlive the running of the thread.
void shake_hands(tcp::socket socket, const TlsContext& tls, Deadlines& deadlines,
                 std::chrono::milliseconds limit, ConnectionTicket ticket, const Greeted& greeted);

}  // namespace sparkgate::net
