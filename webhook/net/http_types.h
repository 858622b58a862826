#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::net {

/// One request as a door sees it. All views die when the door returns.
struct HttpRequest {
  std::string_view path;   // normalised: "//mutate" arrives as "/mutate"; no query
  std::string_view query;  // what stands behind "?", without it
  std::string_view body;   // followed by kBodyPadding readable bytes
};

/// Bytes behind a body that may be read (not relied on): what a SIMD JSON parser wants.
inline constexpr std::size_t kBodyPadding = 64;

/// What a door answers. The session gives it in empty and reuses its memory from request to
/// request.
struct HttpReply {
  int status = 200;  // one of kStatusLines (net/reply.h); 429 carries `Retry-After: 1`
  std::string_view content_type = "application/json";  // static text
  std::string body;
};

/// A door: answers one request. Called on one io thread only (each thread gets doors of its own),
/// must not block. What it throws is answered with 500 and counted.
using Door = std::function<void(const HttpRequest&, HttpReply&)>;

/// POST takes a JSON body, GET takes none. A path has one method.
enum class Method { get, post };

/// The memory that answering `body` may take, besides the body, in bytes: what is over the limit of
/// a port is turned away before a door sees it.
using Cost = std::function<std::size_t(std::string_view body)>;

/// One path and who answers there.
struct Route {
  std::string path;  // exact: "/mutate"
  Method method = Method::post;
  Door door;
  Cost cost = nullptr;  // null: nothing worth counting
};
using Routes = std::vector<Route>;

/// Makes the doors of one io thread. Called once a thread, before the thread starts.
using RoutesFactory = std::function<Routes()>;

}  // namespace sparkgate::net
