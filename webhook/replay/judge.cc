#include "replay/judge.h"

#include "base/today.h"
#include "replay/findings.h"
#include "replay/owner.h"

namespace sparkgate::replay {

Judge::Judge(const Sets& sets) : today_(today()), policies_(*sets.policies) {
  if (sets.against) against_.emplace(*sets.against);
}

Outcome Judge::judge(const Position& at, std::string_view text) {
  Outcome outcome;
  outcome.at = at;
  const Result<decision::View> document = reader_.parse(text);
  Result<Asked> asked = document ? read_request(*document) : document.error();
  if (!asked) {
    outcome.problem = asked.error().message;
  } else if (asked->skipped != Skipped::no) {
    outcome.skipped = asked->skipped;
  } else {
    asked->request.today = today_;
    decide(*asked, outcome);
  }
  reader_.shrink();
  return outcome;
}

void Judge::decide(const Asked& asked, Outcome& outcome) {
  const decision::Request& request = asked.request;
  policies_.decide(request);
  outcome.role = policies_.mutated().spark.role;
  outcome.known_then = asked.denied_then.has_value();
  outcome.same_then = asked.denied_then == !policies_.validated().allowed;
  if (against_) {
    against_->decide(request);
    outcome.findings = findings_between(*against_, policies_);
  } else {
    outcome.findings = findings_of(policies_);
  }
  if (outcome.findings.empty()) return;
  outcome.namespace_name = request.namespace_name;
  outcome.name = request.name;
  outcome.owner = owner_of(request.pod);
}

}  // namespace sparkgate::replay
