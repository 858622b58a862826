#include "cli/cluster_options.h"

#include <gtest/gtest.h>

namespace sparkgate::cli {
namespace {

TEST(DoorOf, IsTheServiceWhereNobodySaysWhere) {
  const rotation::Door door = door_of({}).value();
  EXPECT_EQ(door.host + ':' + door.port, "sparkgate.sparkgate-system.svc:443");
  EXPECT_FALSE(door.asked_for);
}

TEST(DoorOf, IsAskedForWhereSomebodyDoes) {
  const rotation::Door door = door_of({.served_at = "[::1]:8443"}).value();
  EXPECT_EQ(door.host + ' ' + door.port, "::1 8443");
  EXPECT_TRUE(door.asked_for);
}

}  // namespace
}  // namespace sparkgate::cli
