#include "cli/merge_replays.h"

#include <fstream>
#include <iostream>
#include <system_error>

#include "cli/partial_replay.h"

namespace sparkgate::cli {
namespace {

/// Adds one line to the whole.
Result<void> add(std::optional<Replayed>& whole, const std::string& line) {
  Result<Replayed> part = read_partial(line);
  if (!part) return part.error();
  if (whole) return merge(*whole, *part);
  whole = *std::move(part);
  return {};
}

/// False when something is wrong with a line, which is told; the first one of a file is enough.
bool add_lines(std::optional<Replayed>& whole, const std::string& file, std::istream& lines) {
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (const Result<void> added = add(whole, line); !added) {
      std::cerr << file << ":" << number << ": " << added.error().message << "\n";
      return false;
    }
  }
  if (number > 0) return true;
  std::cerr << file << ": is empty\n";
  return false;
}

bool add_file(std::optional<Replayed>& whole, const std::string& file) {
  if (file == "-") return add_lines(whole, file, std::cin);
  std::ifstream lines(file);
  if (lines) return add_lines(whole, file, lines);
  std::cerr << file << ": " << std::generic_category().message(errno) << "\n";
  return false;
}

}  // namespace

std::optional<Replayed> merge_replays(const std::vector<std::string>& files) {
  std::optional<Replayed> whole;
  bool good = true;
  for (const std::string& file : files) good = add_file(whole, file) && good;
  if (!good) whole.reset();
  return whole;
}

}  // namespace sparkgate::cli
