#include "net/deadlines.h"

#include <limits>

namespace sparkgate::net {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

}  // namespace

Deadlines::Guarded::Guarded(Deadlines& deadlines)
    : deadlines_(deadlines), place_(deadlines.guarded_.size()), due_(kNever) {
  deadlines.guarded_.push_back(this);
}

Deadlines::Guarded::~Guarded() {
  std::vector<Guarded*>& all = deadlines_.guarded_;
  all[place_] = all.back();
  all[place_]->place_ = place_;
  all.pop_back();
}

void Deadlines::Guarded::arm(std::chrono::milliseconds wait) {
  const auto tick = deadlines_.tick_.count();
  const auto ticks = (wait.count() + tick - 1) / tick;
  // One more: the tick we are in may be nearly over.
  due_ = deadlines_.now_ + static_cast<std::uint64_t>(ticks) + 1;
}

void Deadlines::tick() {
  ++now_;
  // From the back: who destroys itself is replaced by the last, which was looked at already.
  for (std::size_t i = guarded_.size(); i-- > 0;) {
    Guarded& one = *guarded_[i];
    if (one.due_ > now_) continue;
    one.due_ = kNever;
    one.on_deadline();
  }
}

}  // namespace sparkgate::net
