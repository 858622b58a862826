#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "decision/view.h"

namespace sparkgate::decision {

/// Spark's settings by name (`spark.master`); values of the options `--master`, `--deploy-mode` and
/// `--remote` by theirs.
using Settings = std::map<std::string, std::string, std::less<>>;

/// What a container's command line gives spark-submit, read as spark-submit reads it: `--conf K=V`,
/// `--conf=K=V` and `-c K=V` up to the application; shells and servers take options behind it, too.
/// Of one name the last counts. Also read: the line of `sh -c`, without expanding anything in it;
/// where the command starts no Spark, PYSPARK_SUBMIT_ARGS. Nothing when it cannot be told: several
/// programs of Spark in one container, or a variable that may be an option.
std::optional<Settings> submit_settings(View container);

}  // namespace sparkgate::decision
