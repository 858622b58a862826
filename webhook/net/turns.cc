#include "net/turns.h"

#include <boost/asio/post.hpp>
#include <cstddef>
#include <utility>

namespace sparkgate::net {
namespace {

/// One of so many that wait has its turn in a pass, and one at least: a queue that grows is not
/// left behind.
constexpr std::size_t kPart = 8;

}  // namespace

void Turns::wait_for(std::function<void()> work) {
  ask_for_pass();
  waiting_.push_back(std::move(work));
}

/// What became ready meanwhile comes first: the queue of an io_context is one of arrival.
void Turns::ask_for_pass() {
  if (asked_) return;
  asio::post(context_, [this] { pass(); });
  asked_ = true;
}

void Turns::pass() {
  asked_ = false;
  std::size_t left = 1 + waiting_.size() / kPart;
  if (waiting_.size() > left) ask_for_pass();  // first: work may throw
  for (; left > 0 && !waiting_.empty(); --left) {
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    work();
  }
}

}  // namespace sparkgate::net
