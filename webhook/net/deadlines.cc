#include "net/deadlines.h"

#include <limits>

namespace sparkgate::net {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

}  // namespace

Deadlines::Guarded::Guarded(Deadlines& deadlines)
    : deadlines_(deadlines), place_(deadlines.places_.size()) {
  deadlines.places_.push_back({kNever, this});
}

Deadlines::Guarded::~Guarded() {
  std::vector<Place>& all = deadlines_.places_;
  all[place_] = all.back();
  all[place_].who->place_ = place_;
  all.pop_back();
}

void Deadlines::Guarded::arm(std::chrono::milliseconds wait) {
  const auto tick = deadlines_.tick_.count();
  const auto ticks = (wait.count() + tick - 1) / tick;
  // One more: the tick we are in may be nearly over.
  deadlines_.places_[place_].due = deadlines_.now_ + static_cast<std::uint64_t>(ticks) + 1;
}

void Deadlines::tick() {
  ++now_;
  // From the back: who destroys itself is replaced by the last, which was looked at already.
  for (std::size_t i = places_.size(); i-- > 0;) {
    if (places_[i].due > now_) continue;
    places_[i].due = kNever;
    places_[i].who->on_deadline();
  }
}

}  // namespace sparkgate::net
