#pragma once

#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"

namespace sparkgate::bench {

/// The log as the server has it by default, written to nowhere. One at a time.
class SilentLog {
 public:
  SilentLog() : stderr_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
    open_log(LogLevel::info, LogFormat::json);
  }
  ~SilentLog() {
    close_log();
    ::dup2(stderr_, STDERR_FILENO);
    ::close(stderr_);
  }
  SilentLog(const SilentLog&) = delete;
  SilentLog& operator=(const SilentLog&) = delete;

 private:
  int stderr_;
};

}  // namespace sparkgate::bench
