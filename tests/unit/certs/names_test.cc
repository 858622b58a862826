#include "certs/names.h"

#include <gtest/gtest.h>

namespace sparkgate::certs {
namespace {

TEST(Names, OfAServiceEndInSvc) {
  EXPECT_EQ(service_host("web", "spark"), "web.spark.svc");
  EXPECT_EQ(service_names("web", "spark"),
            (std::vector<std::string>{"web", "web.spark", "web.spark.svc"}));
}

TEST(Names, AreLabelsAsKubernetesHasThem) {
  EXPECT_TRUE(check_label("service", "sparkgate-2").ok());
  EXPECT_TRUE(check_label("service", "a").ok());
  EXPECT_TRUE(check_label("service", std::string(63, 'a')).ok());
  for (const std::string& bad :
       {std::string(), std::string(64, 'a'), std::string("-a"), std::string("a-"),
        std::string("a.b"), std::string("Web"), std::string("a b"), std::string("a\0b", 3),
        std::string("a,DNS:b"), std::string("w\u00e9b")}) {
    EXPECT_FALSE(check_label("service", bad).ok()) << bad;
  }
  EXPECT_EQ(check_label("namespace", "Spark").error().message,
            "namespace \"Spark\" is not a name Kubernetes allows: 1 to 63 lower-case letters, "
            "digits and '-', with no '-' at either end");
}

TEST(Names, AreDnsNames) {
  const std::string label(61, 'a');
  const std::string longest = label + '.' + label + '.' + label + '.' + label + ".abcde";
  ASSERT_EQ(longest.size(), 253U);
  EXPECT_TRUE(check_dns_name(longest).ok());
  EXPECT_FALSE(check_dns_name(longest + 'f').ok());
  EXPECT_TRUE(check_dns_name("localhost").ok());
  EXPECT_TRUE(check_dns_name("web.spark.svc.cluster.local").ok());
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "*.a", "a.B", "https://a"}) {
    EXPECT_FALSE(check_dns_name(bad).ok()) << bad;
  }
  EXPECT_EQ(check_dns_name("*.a").error().message,
            "\"*.a\" is not a DNS name: labels of 1 to 63 lower-case letters, digits and '-', "
            "with dots between");
}

}  // namespace
}  // namespace sparkgate::certs
