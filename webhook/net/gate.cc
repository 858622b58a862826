#include "net/gate.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

namespace sparkgate::net {
namespace {

using Verdict = std::optional<Refusal>;  // nothing: go on

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_number(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
}

/// A name or an address: nothing of a path, a list or a user.
bool is_name(std::string_view value, std::string_view marks) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [marks](char c) {
    return is_alpha(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
  });
}

/// "name", "10.0.0.1" or "[fd00::1]", and a port behind it or none (RFC 3986: it may be empty).
bool is_host(std::string_view value) {
  const bool in_brackets = value.starts_with('[');
  const std::size_t end = in_brackets ? value.find(']') : value.find(':');
  const std::string_view name = value.substr(0, end);
  if (!is_name(in_brackets ? name.substr(1) : name, in_brackets ? ".:" : ".-_")) return false;
  if (end == std::string_view::npos) return !in_brackets;
  const std::string_view port = value.substr(in_brackets ? end + 1 : end);
  return port.empty() || port == ":" || (port.front() == ':' && is_number(port.substr(1)));
}

/// origin-form only: a path, maybe a query, printable ASCII, no fragment.
bool is_target(std::string_view target) {
  return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
           return c > ' ' && c < '\x7f' && c != '#';
         });
}

bool is_json(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  type = type.substr(0, type.find_last_not_of(" \t") + 1);
  return equal_without_case(type, "application/json");
}

Verdict check_framing(const Head& head) {
  if (head.fields > kMaxHeadFields) return Refusal{431, "more than 64 header fields"};
  if (head.version != 11) return Refusal{400, "only HTTP/1.1 is spoken here"};
  if (!is_target(head.target)) return Refusal{400, "the request target must be a plain path"};
  if (head.host.count != 1 || !is_host(head.host.value)) {
    return Refusal{400, "exactly one valid Host is needed"};
  }
  if (head.transfer_encoding.count != 0) {
    return Refusal{400, "Transfer-Encoding is not accepted, send Content-Length"};
  }
  const HeadField& length = head.content_length;
  if (length.count > 1 || (length.count == 1 && !is_number(length.value))) {
    return Refusal{400, "exactly one decimal Content-Length is needed"};
  }
  if (head.expect.count > 1 ||
      (head.expect.count == 1 && !equal_without_case(head.expect.value, "100-continue"))) {
    return Refusal{400, "the only Expect understood is 100-continue"};
  }
  return std::nullopt;
}

/// What does not fit 64 bits is larger than any limit.
std::uint64_t length_of(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? value : std::numeric_limits<std::uint64_t>::max();
}

Verdict check_body(const Head& head, Method method, std::uint64_t length, std::size_t max_body) {
  if (method == Method::get) {
    if (length == 0) return std::nullopt;
    return Refusal{400, "a GET has no body here"};
  }
  if (head.content_length.count == 0) return Refusal{411, "Content-Length is needed"};
  if (length > max_body) return Refusal{413, "the body is over this server's limit"};
  if (head.content_type.count != 1 || !is_json(head.content_type.value)) {
    return Refusal{415, "the body must be application/json"};
  }
  return std::nullopt;
}

/// kube-apiserver joins a Service's path to "/": "//mutate" is "/mutate". `path` starts with "/".
std::string_view without_double_slash(std::string_view path) {
  return path.substr(std::min(path.find_first_not_of('/'), path.size()) - 1);
}

const Route* find_route(const Routes& routes, std::string_view path) {
  const auto route =
      std::find_if(routes.begin(), routes.end(), [path](const Route& r) { return r.path == path; });
  return route == routes.end() ? nullptr : &*route;
}

}  // namespace

std::variant<Admitted, Refusal> gate(const Head& head, const Routes& routes, std::size_t max_body) {
  if (const Verdict refused = check_framing(head)) return *refused;
  const std::size_t question = std::min(head.target.find('?'), head.target.size());
  const std::string_view path = without_double_slash(head.target.substr(0, question));
  const Route* route = find_route(routes, path);
  if (route == nullptr) return Refusal{404, "there is nothing at this path"};
  const std::string_view method = route->method == Method::post ? "POST" : "GET";
  if (head.method != method) return Refusal{405, "this path has another method", method};
  const bool has_length = head.content_length.count == 1;
  const std::uint64_t length = has_length ? length_of(head.content_length.value) : 0;
  if (const Verdict refused = check_body(head, route->method, length, max_body)) return *refused;
  Admitted admitted;
  admitted.route = route;
  admitted.query = head.target.substr(std::min(question + 1, head.target.size()));
  admitted.body_bytes = static_cast<std::size_t>(length);
  admitted.wants_continue = head.expect.count == 1 && length > 0;
  return admitted;
}

}  // namespace sparkgate::net
