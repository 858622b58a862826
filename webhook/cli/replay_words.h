#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/print_replay.h"

namespace sparkgate::cli {

// How a report is put into words.

/// What JSON and the page call it: "newlyDenied".
std::string name_of(replay::Kind kind);

/// "1,234"
std::string grouped(std::uint64_t number);

/// "1,234 pods", "1 pod"
std::string counted(std::uint64_t number, const char* what);

/// "1 driver, 5 executors"
std::string words_of(const replay::Pods& pods);

/// "3 owners", "about 2,300 owners"
std::string words_of(const replay::Owners& owners);

/// What was not decided, and what the audit log tells; a line each.
std::vector<std::string> notes_of(const replay::Report& report);

struct KindTitle {
  replay::Kind kind;
  std::string_view title;
  std::string_view what;  // is in its groups
};

/// The kinds of findings that a replay with, or without, another policy set has.
std::span<const KindTitle> kinds_of(const Replayed& replayed);

}  // namespace sparkgate::cli
