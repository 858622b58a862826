#include "net/reply.h"

#include <algorithm>
#include <charconv>

#include "base/json_text.h"

namespace sparkgate::net {
namespace {

template <class Number>
void append_number(std::string& out, Number value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void append_field(std::string& out, std::string_view name_and_colon, std::string_view value) {
  out += name_and_colon;
  out += value;
  out += "\r\n";
}

}  // namespace

std::size_t status_index(int status) {
  const auto found = std::find_if(kStatusLines.begin(), kStatusLines.end(),
                                  [status](const StatusLine& s) { return s.code == status; });
  return static_cast<std::size_t>(found - kStatusLines.begin());
}

void write_reply(std::string& out, const HttpReply& reply, const ReplyOptions& options) {
  out.assign(kStatusLines.at(status_index(reply.status)).line);
  append_field(out, "Content-Type: ", reply.content_type);
  out += "Content-Length: ";
  append_number(out, reply.body.size());
  out += "\r\n";
  if (!options.allow.empty()) append_field(out, "Allow: ", options.allow);
  // client-go tries again, up to ten times, only when it is told after how many seconds.
  if (reply.status == 429) append_field(out, "Retry-After: ", "1");
  if (options.close) append_field(out, "Connection: ", "close");
  out += "\r\n";
  if (!options.without_body) out += reply.body;
}

void write_status_object(HttpReply& reply, int status, std::string_view message) {
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":)";
  append_number(reply.body, status);
  reply.body += R"(,"message":)";
  append_json_string(reply.body, message);
  reply.body += '}';
}

}  // namespace sparkgate::net
