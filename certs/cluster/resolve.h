#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"

namespace sparkgate::cluster {

/// The addresses of `host`, a name or an address itself, at `port`. An error says why there are
/// none, or that none came within `limit`: then the question is left behind in the C library, which
/// has a thread for it that touches nothing of ours and does not keep the process from ending.
Result<std::vector<boost::asio::ip::tcp::endpoint>> resolve(const std::string& host,
                                                            const std::string& port,
                                                            std::chrono::seconds limit);

}  // namespace sparkgate::cluster
