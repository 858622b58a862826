#include "certs/cluster/client.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <ctime>
#include <utility>

#include "certs/cluster/json.h"
#include "certs/cluster/printable.h"
#include "certs/cluster/tls_call.h"

namespace sparkgate::cluster {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using nlohmann::json;

constexpr std::size_t kMaxAnswer = 4 * 1024 * 1024;  // API objects have 3 MiB at most
constexpr int kMostInterim = 8;

asio::const_buffer bytes(const std::string& text) {
  return asio::buffer(text);
}

/// Whom to trust and who we are.
Result<void> prepare(asio::ssl::context& context, const Access& access) {
  context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  context.set_verify_mode(asio::ssl::verify_peer);
  error_code error;
  context.add_certificate_authority(bytes(access.ca), error);
  if (error) return Error{"the cluster's CA cannot be read: " + error.message()};
  if (access.certificate.empty()) return {};
  context.use_certificate_chain(bytes(access.certificate), error);
  if (!error) context.use_private_key(bytes(access.key), asio::ssl::context::pem, error);
  if (error) return Error{"the client certificate cannot be read: " + error.message()};
  return {};
}

/// The certificate has to name `host`: as an address when it is one, else as a DNS name. Without a
/// name to look for, OpenSSL would take any.
Result<void> expect_name(SSL* ssl, const std::string& host) {
  const Error wrong{"\"" + printable(host) + "\" is no name of a host"};
  if (host.empty() || host.find('\0') != std::string::npos) return wrong;
  X509_VERIFY_PARAM* rules = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  const bool set = X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1 ||
                   X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size()) == 1;
  return set ? Result<void>() : wrong;
}

std::string authority(const Access& access) {
  const bool v6 = access.host.find(':') != std::string::npos;
  return (v6 ? '[' + access.host + ']' : access.host) + ':' + access.port;
}

http::request<http::string_body> make_request(const Access& access, const std::string& verb,
                                              const std::string& target, const std::string& json) {
  http::request<http::string_body> request;
  request.method_string(verb);
  request.target(target);
  request.set(http::field::host, authority(access));
  request.set(http::field::user_agent, kAgent);
  request.set(http::field::accept, "application/json");
  request.keep_alive(false);
  if (!access.token.empty()) request.set(http::field::authorization, "Bearer " + access.token);
  if (!json.empty()) request.set(http::field::content_type, "application/json");
  request.body() = json;
  request.prepare_payload();
  return request;
}

/// "Tue, 01 Dec 2026 00:18:00 GMT", as RFC 9110 has servers write it.
Result<certs::Time> read_date(const std::string& text) {
  std::tm broken_down{};
  const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &broken_down);
  if (end == nullptr || *end != '\0') return Error{"its Date \"" + printable(text) + "\" is none"};
  return certs::Time(std::chrono::seconds(::timegm(&broken_down)));
}

using Answer = http::response<http::string_body>;

/// The answer itself; those before it ("100 Continue", "103 Early Hints") are passed over.
Result<Answer> read_answer(TlsCall& call) {
  boost::beast::flat_buffer buffer;
  for (int i = 0; i <= kMostInterim; ++i) {
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMaxAnswer);
    const error_code error =
        call.run([&](auto done) { http::async_read(call.stream(), buffer, parser, done); });
    if (error) return Error{"no answer: " + error.message()};
    if (http::to_status_class(parser.get().result_int()) != http::status_class::informational) {
      return parser.release();
    }
  }
  return Error{"no answer: only such as announce one"};
}

Result<Reply> answer_to(TlsCall& call, const http::request<http::string_body>& request) {
  const error_code error =
      call.run([&](auto done) { http::async_write(call.stream(), request, done); });
  if (error) return Error{"the request was not sent: " + error.message()};
  Result<Answer> answer = read_answer(call);
  if (!answer) return answer.error();
  Reply reply{answer->result_int(), std::move(answer->body())};
  if (!reply.ok()) return reply;  // proxies answer without a Date
  const Result<certs::Time> date = read_date(std::string((*answer)[http::field::date]));
  if (!date) return date.error();
  reply.date = *date;
  return reply;
}

}  // namespace

std::string Reply::text() const {
  const auto reason = http::obsolete_reason(http::int_to_status(status));
  const std::string line = std::to_string(status) + ' ' + std::string(reason);
  const Result<json> object = parse_json(body);
  if (!object || !object->is_object() || object->value("kind", json()) != "Status") return line;
  const json message = object->value("message", json());
  return message.is_string() ? line + ": " + printable(message.get<std::string>()) : line;
}

Result<Reply> Client::call(const std::string& verb, const std::string& path,
                           const std::string& json) const {
  const std::string target = access_.path + path;
  const auto failed = [&](const Error& error) {
    return Error{verb + " https://" + printable(authority(access_)) + target + ": " +
                 error.message};
  };
  asio::ssl::context context(asio::ssl::context::tls_client);
  const Result<void> prepared = prepare(context, access_);
  if (!prepared) return failed(prepared.error());
  TlsCall call(context);
  const Result<void> named = expect_name(call.stream().native_handle(), access_.host);
  if (!named) return failed(named.error());
  const Result<void> connected = call.connect(access_.host, access_.port, access_.host);
  if (!connected) return failed(connected.error());
  Result<Reply> reply = answer_to(call, make_request(access_, verb, target, json));
  if (!reply) return failed(reply.error());
  return reply;
}

}  // namespace sparkgate::cluster
