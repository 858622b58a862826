#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "decision/spark.h"
#include "replay/position.h"

namespace sparkgate::replay {

/// How many pods, of which kind.
struct Pods {
  std::uint64_t drivers = 0, executors = 0, others = 0;

  std::uint64_t all() const { return drivers + executors + others; }
  void add(decision::Role role);
  void add(const Pods& more);
};

/// A pod in which something was found: the one of its owner whose place is first.
struct Example {
  Place at;
  std::string owner, name;
  std::vector<std::string> lines;  // what was found

  auto operator<=>(const Example&) const = default;
};

/// A number that an owner has in every run and on every machine.
std::uint64_t mark_of(std::string_view owner);

/// The owners of pods: those with the kMost smallest marks, which is a fair sample that neither
/// order nor grouping of the input changes. So two of them can be added, and memory is bounded.
class Owners {
 public:
  static constexpr std::size_t kMost = 512;

  struct Owner {
    Pods pods;
    Example example;  // empty but of the first `examples` owners
  };

  /// Pods of an owner, of which the first stands at `at`. Its Example is made, by `make`, only
  /// where it is one of the first `examples` owners and has none of an earlier place.
  template <class Make>
  void add(std::uint64_t mark, const Pods& pods, const Position& at, std::size_t examples,
           const Make& make) {
    const bool shows = wants(mark, at, examples);
    count(mark, pods);
    if (shows) show(mark, make(), examples);
  }
  void merge(const Owners& other, std::size_t examples);

  /// How many there are: when there are more than kMost, about (within 9 % in 19 cases of 20).
  std::uint64_t count() const;
  bool are_all() const { return are_all_; }

  /// By their marks. The first `examples` have an example each.
  const std::map<std::uint64_t, Owner>& sample() const { return sample_; }

  /// Of what was written down.
  Owners(std::map<std::uint64_t, Owner> sample, bool are_all);
  Owners() = default;

 private:
  bool wants(std::uint64_t mark, const Position& at, std::size_t examples) const;
  void count(std::uint64_t mark, const Pods& pods);
  void show(std::uint64_t mark, Example example, std::size_t examples);

  std::map<std::uint64_t, Owner> sample_;
  bool are_all_ = true;
};

}  // namespace sparkgate::replay
