#pragma once

#include <string>

#include "render/account.h"
#include "render/conf.h"

namespace sparkgate::render {

/// A port of the conf, 0 to 65535; anything else is a mistake.
int port_of(const Conf& conf, const std::string& key, int fallback, Account& account);

/// A time of the conf in seconds (`30`, `30s`, `2m`, `1h`); anything else is a mistake.
int seconds_of(const Conf& conf, const std::string& key, int fallback, Account& account);

}  // namespace sparkgate::render
