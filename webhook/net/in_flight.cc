#include "net/in_flight.h"

#include <utility>

namespace sparkgate::net {
namespace {

constexpr std::size_t kLarge = 256 * 1024;

/// Up to where a request of `bytes` may fill the budget: who announces much and sends slowly must
/// not keep everybody else out.
std::size_t room_for(std::size_t bytes, std::size_t limit) {
  return bytes > kLarge ? limit - limit / 8 : limit;
}

}  // namespace

bool InFlightShare::begin(std::size_t bytes) {
  if (++all_.requests_ > all_.limits_.requests) {
    --all_.requests_;
    if (all_.metrics_ != nullptr) all_.metrics_->shed_requests.add();
    return false;
  }
  begun_ = true;
  if (all_.metrics_ != nullptr) all_.metrics_->inflight.add(1);
  if (bytes <= kUsual) {
    tell(bytes);
    return true;
  }
  if (fits(all_.bytes_, bytes)) return true;
  end();
  return shed();
}

bool InFlightShare::take(std::size_t bytes) {
  if (bytes == 0) return true;
  const std::size_t before = all_.bytes_.fetch_add(bytes);
  if (!fits(before, bytes)) {
    all_.bytes_ -= bytes;
    return shed();
  }
  bytes_ += bytes;
  tell(bytes);
  return true;
}

/// Whether `bytes` more do when there are so many `before`.
bool InFlightShare::fits(std::size_t before, std::size_t bytes) const {
  const bool alone = before == bytes_;
  return alone || before + bytes <= room_for(bytes, all_.limits_.bytes);
}

bool InFlightShare::shed() {
  if (all_.metrics_ != nullptr) all_.metrics_->shed_bytes.add();
  return false;
}

void InFlightShare::tell(std::size_t bytes) {
  told_ += bytes;
  if (all_.metrics_ != nullptr) all_.metrics_->inflight_bytes.add(static_cast<double>(bytes));
}

void InFlightShare::end() {
  if (!std::exchange(begun_, false)) return;
  give_back();
  --all_.requests_;
  if (all_.metrics_ != nullptr) all_.metrics_->inflight.add(-1);
}

void InFlightShare::give_back() {
  all_.bytes_ -= std::exchange(bytes_, 0);
  const double told = static_cast<double>(std::exchange(told_, 0));
  if (all_.metrics_ != nullptr && told > 0) all_.metrics_->inflight_bytes.add(-told);
}

}  // namespace sparkgate::net
