#include "net/address.h"

#include <gtest/gtest.h>

#include "net/server.h"

namespace sparkgate::net {
namespace {

TEST(Address, IsReadAndWritten) {
  for (const char* text : {"127.0.0.1:8443", "0.0.0.0:0", "[::1]:65535", "[::]:80"}) {
    const Result<tcp::endpoint> endpoint = parse_address(text);
    ASSERT_TRUE(endpoint.ok()) << text;
    EXPECT_EQ(address_text(*endpoint), text);
  }
}

TEST(Address, HasShortForms) {
  EXPECT_EQ(address_text(*parse_address(":8443")), "0.0.0.0:8443");
  EXPECT_EQ(address_text(*parse_address("localhost:8443")), "127.0.0.1:8443");
}

TEST(Address, SaysWhatIsExpected) {
  for (const std::string text :
       {"", "8443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1: 1", "[::1]", "::1:80", "[127.0.0.1]:80", "[]:80", "[:80", "example.org:80"}) {
    const Result<tcp::endpoint> endpoint = parse_address(text);
    ASSERT_FALSE(endpoint.ok()) << text;
    EXPECT_EQ(endpoint.error().message,
              "address \"" + text + "\": expected an IP address (or localhost) and a port");
    EXPECT_EQ(check_address(text).error().message, endpoint.error().message);
  }
  EXPECT_TRUE(check_address("127.0.0.1:65535").ok());
}

}  // namespace
}  // namespace sparkgate::net
