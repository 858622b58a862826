#include "certs/cluster/client.h"

#include "certs/cluster/printable.h"
#include "fixtures.h"

namespace sparkgate::cluster {
namespace {

std::string text(const std::string& body) {
  return Reply{403, body}.text();
}

TEST(Reply, TellsTheMessageOfAStatus) {
  EXPECT_EQ(text(R"({"kind":"Status","message":"no"})"), "403 Forbidden: no");
}

TEST(Reply, TellsNothingElse) {
  for (const char* body : {"Bearer a-token", "", "[]", R"({"message":"Bearer a-token"})",
                           R"({"kind":"Pod","message":"Bearer a-token"})",
                           R"({"kind":["Status"],"message":"Bearer a-token"})",
                           R"({"kind":"Status","message":["Bearer a-token"]})"}) {
    EXPECT_EQ(text(body), "403 Forbidden");
  }
}

TEST(Reply, TellsItSoThatItCanBePrinted) {
  EXPECT_EQ(text(R"({"kind":"Status","message":"\u001b[2Jno\u0000\u00e9"})"),
            R"(403 Forbidden: \x1b[2Jno\x00\xc3\xa9)");
  EXPECT_EQ(text(R"({"kind":"Status","message":")" + std::string(kMostPrinted + 1, 'a') + "\"}"),
            "403 Forbidden: " + std::string(kMostPrinted, 'a') + "...");
}

TEST(Client, AsksNobodyWhoseNameCannotBeVerified) {
  const std::string ca = certs::made_ca().certificate;
  for (const std::string& host : {std::string("a\0b", 3), std::string("127.0.0.1\0b", 11)}) {
    const std::string name = host.substr(0, host.size() - 2) + "\\x00b";
    const Client client({host, "1", "", ca, "", "", ""});
    EXPECT_EQ(client.get("/api").error().message,
              "GET https://" + name + ":1/api: \"" + name + "\" is no name of a host");
  }
  EXPECT_EQ(Client({"", "1", "", ca, "", "", ""}).get("/api").error().message,
            "GET https://:1/api: \"\" is no name of a host");
}

}  // namespace
}  // namespace sparkgate::cluster
