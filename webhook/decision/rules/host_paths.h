#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::decision {

/// A folder of the node that pods may mount, with all below it.
struct HostPathBound {
  std::string prefix;  // "/var/log"
  bool read_only = false;
};

/// Which folders of the node may be mounted, compared part by part: `/var/log` is not `/var/logs`.
class HostPaths {
 public:
  enum class Access { none, read, write };

  explicit HostPaths(const std::vector<HostPathBound>& bounds);

  bool empty() const { return bounds_.empty(); }

  /// The most that any prefix allows. `//`, `/./` and a `/` at the end change nothing; a path with
  /// `..`, or one that does not begin with `/`, is under none. Links on the node are not seen.
  Access access(std::string_view path) const;

  /// The prefixes, comma-separated, for a message.
  const std::string& text() const { return text_; }

 private:
  std::vector<HostPathBound> bounds_;  // prefixes as plain() leaves them
  std::string text_;
};

}  // namespace sparkgate::decision
