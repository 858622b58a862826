// The whole server but its sockets: bytes of a connection in, both doors with the policies we ship
// behind them, whole HTTP replies out. What a peer sends is never our fault (no 5xx), the answer
// does not depend on how the network cuts the bytes, and a budget that is nearly full sheds and
// nothing worse.
//
// Input: a byte (in which pieces, and whether the budget is tight), then what the peer sends.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "admission/door.h"
#include "admission/reading_cost.h"
#include "fuzz/decision_laws.h"
#include "policyfile/load.h"
#include "unit/net/talk.h"

namespace sparkgate {
namespace {

using admission::DoorKind;

/// The server's state.
struct World {
  World() {
    const auto loaded = policyfile::load_path(SPARKGATE_SOURCE_DIR "/policies");
    require(loaded.ok() && loaded->policies, "the policies do not load");
    policies.publish(loaded->policies);
    for (const DoorKind kind : {DoorKind::mutate, DoorKind::validate}) {
      auto door = std::make_shared<admission::Door>(kind, policies, metrics);
      routes.push_back({std::string(admission::path_of(kind)), net::Method::post,
                        [door](const net::HttpRequest& request, net::HttpReply& reply) {
                          reply.status = door->answer(request.body, reply.body);
                        },
                        admission::reading_cost});
    }
  }

  Snapshot<decision::PolicySet> policies;
  Metrics metrics;
  net::Routes routes;
  std::atomic<bool> draining = false;
};

/// All that is answered to `sent`, which comes in pieces.
std::string answer(World& world, std::string_view sent, std::size_t piece, bool tight) {
  net::InFlight in_flight({.requests = 10, .bytes = tight ? 4096U : 1U << 20U});
  net::InFlightShare other(in_flight);
  other.take(1);  // nobody is alone
  const net::Serving serving{world.routes, 1U << 20U, world.draining, nullptr, in_flight};
  net::Talk talk(serving);
  return talk.say(sent, piece).heard();
}

}  // namespace
}  // namespace sparkgate

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate;
  static World world;
  if (size == 0) return 0;
  const std::string_view sent(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool tight = (data[0] & 1U) != 0;
  const std::size_t piece = 1U + (data[0] >> 1U) * 97U;
  const std::string whole = answer(world, sent, sent.size() + 1, tight);
  require(whole == answer(world, sent, piece, tight), "another answer in pieces: " + whole);
  require(whole.empty() || whole.starts_with("HTTP/1.1 "), whole);
  for (std::size_t at = 0; at != std::string::npos; at = whole.find("\nHTTP/1.1 ", at + 1)) {
    const std::size_t status = whole.find(' ', at) + 1;
    require(whole.empty() || whole[status] != '5', "our fault: " + whole);
  }
  return 0;
}
