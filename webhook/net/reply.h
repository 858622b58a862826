#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "net/http_types.h"

namespace sparkgate::net {

struct StatusLine {
  int code;
  std::string_view line;
};

/// Every status this server may answer with. No 3xx: kube-apiserver follows redirects.
inline constexpr std::array kStatusLines = {
    StatusLine{200, "HTTP/1.1 200 OK\r\n"},
    StatusLine{400, "HTTP/1.1 400 Bad Request\r\n"},
    StatusLine{404, "HTTP/1.1 404 Not Found\r\n"},
    StatusLine{405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    StatusLine{408, "HTTP/1.1 408 Request Timeout\r\n"},
    StatusLine{411, "HTTP/1.1 411 Length Required\r\n"},
    StatusLine{413, "HTTP/1.1 413 Content Too Large\r\n"},
    StatusLine{415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    StatusLine{429, "HTTP/1.1 429 Too Many Requests\r\n"},
    StatusLine{431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    StatusLine{500, "HTTP/1.1 500 Internal Server Error\r\n"},
    StatusLine{503, "HTTP/1.1 503 Service Unavailable\r\n"},
};

/// Where `status` stands in kStatusLines; kStatusLines.size() when it does not.
std::size_t status_index(int status);

/// The parts of a reply's head that do not come from the door.
struct ReplyOptions {
  bool close = false;           // the connection ends behind this reply
  bool without_body = false;    // an answer to HEAD: its length is told, not sent
  std::string_view allow = {};  // value of `Allow`
};

/// Writes head and body of a reply into `out`, one contiguous piece; what was there is gone, its
/// memory is used again. The status must be one of kStatusLines.
void write_reply(std::string& out, const HttpReply& reply, const ReplyOptions& options);

/// Makes `reply` a refusal in the words of Kubernetes: a `Status` object with `message`.
void write_status_object(HttpReply& reply, int status, std::string_view message);

}  // namespace sparkgate::net
