#pragma once

#include "render/account.h"
#include "render/conf.h"

namespace sparkgate::render {

/// Notes each key `spark.kubernetes.*` that no Spark up to 4.3 reads, with the nearest it does.
void note_unknown_confs(const Conf& conf, Account& account);

}  // namespace sparkgate::render
