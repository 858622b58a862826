#pragma once

#include <optional>
#include <string_view>

#include "decision/match.h"
#include "decision/submit_settings.h"

namespace sparkgate::decision {

/// What a driver's pod tells of the executors that it will create. What it does not tell is empty
/// and is judged when they come. Views into the pod and its settings.
struct Foretold {
  struct Told {
    std::string_view value;
    std::string_view setting;  // the name of Spark's setting that says so
  };

  std::string_view namespace_name;  // what a setting names; in cluster mode else the driver's
  std::string_view creator;         // a service account of the driver's namespace
  Told image;
  Told account;
};

/// Reads a driver. Nothing when it may have no executors in this cluster (another master or none, a
/// client of Spark Connect, a submitter of cluster mode), or in a namespace that it does not tell.
/// `settings`: of the driver's Spark container; must outlive the result.
std::optional<Foretold> foretell(const Subject& driver, const Settings& settings);

}  // namespace sparkgate::decision
