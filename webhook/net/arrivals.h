#pragma once

#include <boost/intrusive/list.hpp>

namespace sparkgate::net {

/// The connections of a port on one io thread, in the order in which they came. Not thread-safe.
class Arrivals {
 public:
  /// Somebody who can be asked to go. In no list behind that, nor behind its end.
  class Member : public boost::intrusive::list_base_hook<
                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
   public:
    Member() = default;
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

   protected:
    virtual ~Member() = default;

   private:
    friend class Arrivals;
    /// The place is another's: end now.
    virtual void make_room() = 0;
  };

  void add(Member& newest) { list_.push_back(newest); }

  /// Who has been here longest makes room for another.
  void end_oldest() {
    if (list_.empty()) return;
    Member& oldest = list_.front();
    list_.pop_front();
    oldest.make_room();
  }

 private:
  boost::intrusive::list<Member, boost::intrusive::constant_time_size<false>> list_;
};

}  // namespace sparkgate::net
