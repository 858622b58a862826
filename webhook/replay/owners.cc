#include "replay/owners.h"

#include <boost/crc.hpp>
#include <iterator>
#include <tuple>
#include <utility>

namespace sparkgate::replay {

void Pods::add(decision::Role role) {
  using decision::Role;
  ++(role == Role::driver ? drivers : role == Role::executor ? executors : others);
}

void Pods::add(const Pods& more) {
  drivers += more.drivers;
  executors += more.executors;
  others += more.others;
}

std::uint64_t mark_of(std::string_view owner) {
  constexpr std::uint64_t kPolynomial = 0x42f0e1eba9ea3693;  // CRC-64/XZ
  boost::crc_optimal<64, kPolynomial, ~0ULL, ~0ULL, true, true> crc;
  crc.process_bytes(owner.data(), owner.size());
  return crc.checksum();
}

Owners::Owners(std::map<std::uint64_t, Owner> sample, bool are_all)
    : sample_(std::move(sample)), are_all_(are_all) {}

bool Owners::wants(std::uint64_t mark, const Position& at, std::size_t examples) const {
  if (examples == 0) return false;
  auto owner = sample_.begin();
  for (std::size_t i = 0; i < examples && owner != sample_.end(); ++i, ++owner) {
    if (owner->first > mark) return true;
    if (owner->first == mark) {
      const Example& shown = owner->second.example;
      return shown.lines.empty() || std::tie(*at.file, at.line, at.item) <=
                                        std::tie(shown.at.file, shown.at.line, shown.at.item);
    }
  }
  return sample_.size() < examples;
}

void Owners::count(std::uint64_t mark, const Pods& pods) {
  if (sample_.size() == kMost && mark > sample_.rbegin()->first) {
    are_all_ = false;
    return;
  }
  sample_[mark].pods.add(pods);
  if (sample_.size() > kMost) {
    sample_.erase(std::prev(sample_.end()));
    are_all_ = false;
  }
}

void Owners::show(std::uint64_t mark, Example example, std::size_t examples) {
  Example& shown = sample_.at(mark).example;
  if (shown.lines.empty() || example < shown) shown = std::move(example);
  if (sample_.size() > examples) {  // one that was among the first may not be any more
    std::next(sample_.begin(), static_cast<std::ptrdiff_t>(examples))->second.example = {};
  }
}

void Owners::merge(const Owners& other, std::size_t examples) {
  for (const auto& [mark, owner] : other.sample_) {
    const Example& shown = owner.example;
    if (shown.lines.empty()) {
      count(mark, owner.pods);
      continue;
    }
    const Position at{&shown.at.file, shown.at.line, shown.at.item};
    add(mark, owner.pods, at, examples, [&shown] { return shown; });
  }
  are_all_ = are_all_ && other.are_all_;
}

/// Of marks that are spread evenly, the k-th smallest of n is near k / n of all there can be.
std::uint64_t Owners::count() const {
  if (are_all_) return sample_.size();
  const double share = static_cast<double>(sample_.rbegin()->first) / 0x1p64;
  return static_cast<std::uint64_t>(static_cast<double>(sample_.size() - 1) / share);
}

}  // namespace sparkgate::replay
