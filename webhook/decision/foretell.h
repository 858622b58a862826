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

  std::string_view namespace_name;  // the driver's, unless a setting names another
  std::string_view creator;         // a service account of the driver's namespace
  Told image;
  Told account;
};

/// Reads a driver. Nothing when it has no executors in this cluster, or may have none: another
/// master, a client of Spark Connect, a submitter of cluster mode.
/// `settings`: of the driver's Spark container; must outlive the result.
std::optional<Foretold> foretell(const Subject& driver, const Settings& settings);

}  // namespace sparkgate::decision
