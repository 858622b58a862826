#pragma once

#include <chrono>

#include "base/result.h"
#include "certs/cluster/client.h"
#include "certs/rotation/facts.h"
#include "certs/rotation/looks.h"

namespace sparkgate::rotation {

enum class Ended {
  done,       // all is as it should be
  unfinished  // the run took as long as it may; the next one goes on
};

/// Does step after step until there is none left, for `limit` at most, and says each: a line
/// without its end. Once a first look succeeded, what may pass (a conflict, an API server that is
/// away) is tried again. An error is what stays: refused, missing, not ours.
Result<Ended> rotate(const cluster::Client& client, const Wishes& wishes, const Door& door,
                     std::chrono::seconds limit, const Say& say);

}  // namespace sparkgate::rotation
