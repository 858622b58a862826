// HTTP from a stranger, in any pieces. The answer must be whole HTTP replies and may not depend on
// how the network cuts the bytes; a body must be readable to the end of its padding.
//
// Input: a byte N (how many cuts), N cut lengths, then what the peer sends.

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "unit/net/talk.h"

namespace sparkgate::net {
namespace {

namespace http = boost::beast::http;

/// A door that looks at all it may look at.
void add_up(const HttpRequest& request, HttpReply& reply) {
  unsigned sum = 0;
  for (const char c : request.body) sum = sum * 31 + static_cast<unsigned char>(c);
  const volatile char* padding = request.body.data() + request.body.size();
  for (std::size_t i = 0; i < kBodyPadding; ++i) static_cast<void>(padding[i]);
  reply.body.append(request.query).append(" ").append(std::to_string(sum));
}

struct Outcome {
  std::string heard;
  bool closed;
  bool operator==(const Outcome&) const = default;
};

/// What comes of sending `sent`: first pieces of `lengths`, then pieces of at most `piece`.
Outcome outcome_of(std::string_view sent, std::string_view lengths, std::size_t piece) {
  House house;
  house.routes[0].door = add_up;
  Talk talk(house.serving);
  for (const char length : lengths) {
    const std::string_view first = sent.substr(0, static_cast<unsigned char>(length));
    talk.say(first);
    sent.remove_prefix(first.size());
  }
  talk.say(sent, piece);
  return {talk.heard(), talk.closed()};
}

void require(bool condition) {
  if (!condition) std::abort();
}

/// Takes one reply off the front. An answer to HEAD has no body behind its length.
std::string_view without_one_reply(std::string_view replies, bool maybe_head) {
  http::response_parser<http::string_body> parser;
  parser.eager(true);
  boost::beast::error_code error;
  const std::size_t taken =
      parser.put(boost::asio::const_buffer(replies.data(), replies.size()), error);
  require(!error || (maybe_head && error == http::error::need_more));
  require(parser.is_header_done() && (parser.is_done() || maybe_head));
  const unsigned status = parser.get().result_int();
  require(status == 100 || status == 200 || (status >= 400 && status < 500));
  return replies.substr(taken);
}

}  // namespace
}  // namespace sparkgate::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate::net;
  std::string_view sent(reinterpret_cast<const char*>(data), size);
  if (sent.empty()) return 0;
  const std::size_t cuts = std::min<std::size_t>(static_cast<unsigned char>(sent[0]), size - 1);
  const std::string_view lengths = sent.substr(1, cuts);
  sent.remove_prefix(1 + cuts);

  const Outcome whole = outcome_of(sent, {}, sent.size());
  require(whole == outcome_of(sent, lengths, sent.size()));
  require(whole == outcome_of(sent, {}, 1));
  const bool maybe_head = sent.find("HEAD ") != std::string_view::npos;
  for (std::string_view rest = whole.heard; !rest.empty();) {
    rest = without_one_reply(rest, maybe_head);
  }
  return 0;
}
