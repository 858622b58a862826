#include "certs/cluster/client.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

#include "certs/cluster/tls_call.h"

namespace sparkgate::cluster {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kMaxAnswer = 4 * 1024 * 1024;  // API objects have 3 MiB at most

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

/// The certificate has to name `host`: as an address when it is one, else as a DNS name.
void expect_name(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* rules = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size());
  }
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
  request.set(http::field::user_agent, "sparkgate-certs");
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
  if (end == nullptr || *end != '\0') return Error{"its Date \"" + text + "\" is none"};
  return certs::Time(std::chrono::seconds(::timegm(&broken_down)));
}

Result<Reply> answer_to(TlsCall& call, const http::request<http::string_body>& request) {
  error_code error = call.run([&](auto done) { http::async_write(call.stream(), request, done); });
  if (error) return Error{"the request was not sent: " + error.message()};
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kMaxAnswer);
  error = call.run([&](auto done) { http::async_read(call.stream(), buffer, parser, done); });
  if (error) return Error{"no answer: " + error.message()};
  const Result<certs::Time> date = read_date(std::string(parser.get()[http::field::date]));
  if (!date) return date.error();
  return Reply{parser.get().result_int(), std::move(parser.get().body()), *date};
}

}  // namespace

std::string Reply::text() const {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  std::string message = body.substr(0, 200);
  if (json.is_object() && json.contains("message") && json["message"].is_string()) {
    message = json["message"];
  }
  const auto reason = http::obsolete_reason(http::int_to_status(status));
  return std::to_string(status) + ' ' + std::string(reason) + ": " + message;
}

Result<Reply> Client::call(const std::string& verb, const std::string& path,
                           const std::string& json) const {
  const std::string target = access_.path + path;
  const auto failed = [&](const Error& error) {
    return Error{verb + " https://" + authority(access_) + target + ": " + error.message};
  };
  asio::ssl::context context(asio::ssl::context::tls_client);
  const Result<void> prepared = prepare(context, access_);
  if (!prepared) return failed(prepared.error());
  TlsCall call(context);
  expect_name(call.stream().native_handle(), access_.host);
  const Result<void> connected = call.connect(access_.host, access_.port, access_.host);
  if (!connected) return failed(connected.error());
  Result<Reply> reply = answer_to(call, make_request(access_, verb, target, json));
  if (!reply) return failed(reply.error());
  return reply;
}

}  // namespace sparkgate::cluster
