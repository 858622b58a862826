#include "net/head_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>

namespace sparkgate::net {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

/// Beast's parser without a container of fields: it keeps what a Head has, where it lies.
class HeadParser final : public http::basic_parser<true> {
 public:
  // The body is the session's business, and so is its limit (Beast's own is 1 MiB).
  HeadParser() { skip(true); }

  Head head;

 private:
  void on_request_impl(http::verb, beast::string_view method, beast::string_view target,
                       int version, beast::error_code&) override {
    head.method = view(method);
    head.target = view(target);
    head.version = version;
  }

  void on_field_impl(http::field name, beast::string_view, beast::string_view value,
                     beast::error_code&) override {
    ++head.fields;
    HeadField* field = wanted(name);
    if (field == nullptr) return;
    ++field->count;
    field->value = view(value);
  }

  HeadField* wanted(http::field name) {
    switch (name) {
      case http::field::host:
        return &head.host;
      case http::field::content_length:
        return &head.content_length;
      case http::field::transfer_encoding:
        return &head.transfer_encoding;
      case http::field::content_type:
        return &head.content_type;
      case http::field::expect:
        return &head.expect;
      default:
        return nullptr;
    }
  }

  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_header_impl(beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, beast::error_code&) override {
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body,
                                 beast::error_code&) override {
    return body.size();
  }
  void on_finish_impl(beast::error_code&) override {}
};

}  // namespace

std::optional<Head> parse_head(std::string_view bytes) {
  HeadParser parser;
  beast::error_code error;
  const std::size_t taken = parser.put(boost::asio::buffer(bytes), error);
  if (error || !parser.is_header_done() || taken != bytes.size()) return std::nullopt;
  parser.head.keep_alive = parser.keep_alive();
  return parser.head;
}

}  // namespace sparkgate::net
