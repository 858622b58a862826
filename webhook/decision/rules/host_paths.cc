#include "decision/rules/host_paths.h"

#include <algorithm>

#include "decision/glob.h"

namespace sparkgate::decision {
namespace {

/// `/a//b/./c/` as `/a/b/c`, the root as "". Empty for what is not absolute or goes up.
std::optional<std::string> plain(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  std::string result;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view part = path.substr(0, path.find('/'));
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") result.append("/").append(part);
    path.remove_prefix(part.size());
  }
  return result;
}

bool is_under(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

HostPaths::HostPaths(const std::vector<HostPathBound>& bounds) {
  std::vector<std::string> prefixes;
  for (const HostPathBound& bound : bounds) {
    prefixes.push_back(bound.prefix);
    if (auto prefix = plain(bound.prefix)) bounds_.push_back({std::move(*prefix), bound.read_only});
  }
  text_ = Globs(prefixes).text();
}

HostPaths::Access HostPaths::access(std::string_view path) const {
  Access most = Access::none;
  const std::optional<std::string> wanted = plain(path);
  if (!wanted) return most;
  for (const HostPathBound& bound : bounds_) {
    if (!is_under(*wanted, bound.prefix)) continue;
    most = std::max(most, bound.read_only ? Access::read : Access::write);
  }
  return most;
}

}  // namespace sparkgate::decision
