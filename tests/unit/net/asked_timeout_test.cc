#include "net/asked_timeout.h"

#include <gtest/gtest.h>

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

TEST(AskedTimeout, IsWhatKubeApiserverSays) {
  EXPECT_EQ(asked_timeout("timeout=10s"), milliseconds(10000));
  EXPECT_EQ(asked_timeout("a=b&timeout=1s&c"), milliseconds(1000));
  EXPECT_EQ(asked_timeout("timeout=1m0s"), milliseconds(60000));
  EXPECT_EQ(asked_timeout("timeout=500ms"), milliseconds(500));
  EXPECT_EQ(asked_timeout("timeout=0s"), milliseconds(0));
}

TEST(AskedTimeout, WhatNobodySaysIsNoLimit) {
  for (const char* query :
       {"", "timeout", "timeout=", "timeout=s", "timeout=10", "timeout=-1s", "timeout=1.5s",
        "timeout=99999999999s", "timeout=10s1", "xtimeout=10s", "&&", "a=timeout=1s"}) {
    EXPECT_EQ(asked_timeout(query), milliseconds::max()) << query;
  }
}

}  // namespace
}  // namespace sparkgate::net
