#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace sparkgate {

enum class LogLevel { debug, info, warn, error, off };
enum class LogFormat { json, text };

/// One member of a log line. Values are copied before `log` returns.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;
};

/// Opens the process's log on stderr: asynchronous, with a bounded queue that drops its oldest
/// lines when stderr is slower than we are. Call once, before threads start; until then `log` is
/// silent.
void open_log(LogLevel level, LogFormat format);

/// Writes what is queued and closes the log. False when stderr did not take it within a second: the
/// writer is stuck in it and can only be left behind, by a process that ends without cleaning up.
bool close_log();

/// Lines that were dropped because stderr was slower than we are.
std::uint64_t dropped_log_lines();

/// Whether a line of this level would be written.
bool logs(LogLevel level);

/// One line: time, level, event and the fields. Never blocks on stderr, never throws.
/// Never give it pod JSON or the value of an env variable.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace sparkgate
