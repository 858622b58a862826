#pragma once

#include <string>
#include <vector>

#include "render/account.h"
#include "render/application.h"

namespace sparkgate::render {

/// Reads what follows `spark-submit` on a command line, properties file and pod templates with it.
/// What spark-submit would refuse, and what makes no pods, is a mistake.
/// Source: SparkSubmitOptionParser, SparkSubmitArguments, SparkSubmit.prepareSubmitEnvironment.
Application read_spark_submit(const std::vector<std::string>& arguments, const Context& context,
                              Account& account);

}  // namespace sparkgate::render
