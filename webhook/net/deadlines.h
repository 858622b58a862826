#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sparkgate::net {

/// How long a peer may take. Each ends the connection; a request that has begun is told so (408).
struct Timeouts {
  std::chrono::milliseconds handshake{5000};
  std::chrono::milliseconds headers{5000};  // from the first byte of a head to its end
  std::chrono::milliseconds body{10000};    // the whole of it
  std::chrono::milliseconds write{10000};   // a reply
  std::chrono::milliseconds goodbye{1000};  // the peer's time to close behind the last reply
  // Longer than kube-apiserver's own 90 s: if we closed first, a POST under way would be lost. Also
  // before the first request, for Go dials spare connections.
  std::chrono::milliseconds idle{120000};
  // How coarse all of them are. Those who come together and are ended together come again together,
  // so it is fine enough for few to fall into one.
  std::chrono::milliseconds tick{100};
};

/// The deadlines of one io thread, looked at once a tick: setting one costs a store, not a timer.
/// Time is counted in ticks the thread has lived through, so neither a change of the clock nor a
/// process that was stopped for a while makes a peer late. Not thread-safe.
class Deadlines {
 public:
  /// Somebody with one deadline at most. Must not outlive its Deadlines.
  class Guarded {
   public:
    explicit Guarded(Deadlines& deadlines);
    virtual ~Guarded();
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;

   protected:
    /// Replaces the deadline: on_deadline() in `wait` from now, at most two ticks later, not
    /// before.
    void arm(std::chrono::milliseconds wait);

   private:
    friend class Deadlines;
    /// Called once a deadline. May destroy this object, but no other Guarded.
    virtual void on_deadline() = 0;

    Deadlines& deadlines_;
    std::size_t place_;  // in deadlines_.places_
  };

  explicit Deadlines(std::chrono::milliseconds tick) : tick_(tick) {}

  /// One tick has passed.
  void tick();

 private:
  /// Side by side, for all are looked at each tick and few are due.
  struct Place {
    std::uint64_t due;  // a tick
    Guarded* who;
  };

  std::chrono::milliseconds tick_;
  std::uint64_t now_ = 0;
  std::vector<Place> places_;
};

}  // namespace sparkgate::net
