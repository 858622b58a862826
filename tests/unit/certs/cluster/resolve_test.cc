#include "certs/cluster/resolve.h"

#include <gtest/gtest.h>

namespace sparkgate::cluster {
namespace {

using boost::asio::ip::make_address;
using boost::asio::ip::tcp;
using Endpoints = std::vector<tcp::endpoint>;
using std::chrono::seconds;

TEST(Resolve, AnAddressIsItself) {
  for (const char* address : {"127.0.0.1", "::1"}) {
    EXPECT_EQ(resolve(address, "8443", seconds(10)).value(),
              (Endpoints{{make_address(address), 8443}}));
  }
}

TEST(Resolve, SaysWhyThereIsNone) {
  EXPECT_EQ(resolve("127.0.0.1", "no-port", seconds(10)).error().message,
            "Servname not supported for ai_socktype");
}

}  // namespace
}  // namespace sparkgate::cluster
