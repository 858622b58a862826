#include "base/log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/json_text.h"

namespace sparkgate {
namespace {

constexpr std::size_t kQueueLines = 8192;
constexpr std::chrono::seconds kLastWords{1};

/// The process's only log. Written in open_log and close_log, when no other thread runs.
struct Log {
  std::shared_ptr<spdlog::details::thread_pool> writer;
  std::shared_ptr<spdlog::async_logger> lines;
  LogFormat format = LogFormat::json;
};
Log the_log;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

void append_value(std::string& line, const LogField& field, bool quoted) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    if (quoted) append_json_string(line, *text);
    if (!quoted) line += *text;
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    line += std::to_string(*number);
  } else {
    line += std::get<bool>(field.value) ? "true" : "false";
  }
}

std::string json_line(std::string_view event, std::initializer_list<LogField> fields) {
  std::string line = "\"event\":";
  append_json_string(line, event);
  for (const LogField& field : fields) {
    line += ',';
    append_json_string(line, field.name);
    line += ':';
    append_value(line, field, true);
  }
  return line;
}

std::string text_line(std::string_view event, std::initializer_list<LogField> fields) {
  std::string line(event);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    append_value(line, field, false);
  }
  return line;
}

}  // namespace

void open_log(LogLevel level, LogFormat format) {
  the_log.format = format;
  the_log.writer = std::make_shared<spdlog::details::thread_pool>(kQueueLines, 1);
  the_log.lines = std::make_shared<spdlog::async_logger>(
      "sparkgate", std::make_shared<spdlog::sinks::stderr_sink_mt>(), the_log.writer,
      spdlog::async_overflow_policy::overrun_oldest);
  the_log.lines->set_level(spdlog_level(level));
  the_log.lines->set_error_handler([](const std::string&) {});  // a broken stderr is not our end
  the_log.lines->set_pattern(format == LogFormat::json
                                 ? R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})"
                                 : "%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                             spdlog::pattern_time_type::utc);
}

bool close_log() {
  std::promise<void> written;
  std::future<void> all_written = written.get_future();
  std::thread closer([log = std::exchange(the_log, {}), written = std::move(written)]() mutable {
    log.writer.reset();  // joins the writer, which empties the queue first
    log.lines.reset();
    written.set_value();
  });
  const bool in_time = all_written.wait_for(kLastWords) == std::future_status::ready;
  in_time ? closer.join() : closer.detach();
  return in_time;
}

std::uint64_t dropped_log_lines() {
  return the_log.writer ? the_log.writer->overrun_counter() : 0;
}

bool logs(LogLevel level) {
  return the_log.lines && the_log.lines->should_log(spdlog_level(level));
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!logs(level)) return;
  try {
    the_log.lines->log(
        spdlog_level(level), "{}",
        the_log.format == LogFormat::json ? json_line(event, fields) : text_line(event, fields));
  } catch (...) {  // out of memory: the line is lost, the request is not
  }
}

}  // namespace sparkgate
