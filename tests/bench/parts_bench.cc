#include "bench/parts_bench.h"

#include <utility>
#include <vector>

#include "admission/answer.h"
#include "admission/review.h"
#include "bench/bodies.h"
#include "bench/give_up.h"
#include "bench/measure.h"
#include "bench/policy_sets.h"
#include "decision/decide.h"
#include "decision/evaluate.h"

namespace sparkgate::bench {
namespace {

using namespace decision;
using benchmark::State;

/// A request taken apart: what each part is given by those before it.
class Request {
 public:
  Request(Body body, PolicySetPointer policies)
      : body_(std::move(body)), policies_(std::move(policies)) {
    parse();
    subject_.request = &review_.request;
    subject_.pod = review_.request.pod;
    subject_.labels = subject_.pod["metadata"]["labels"];
    subject_.namespace_name = review_.request.namespace_name;
    subject_.service_account = subject_.pod["spec"]["serviceAccountName"].text();
    recognise();
    find_plan();
    decide();
  }
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  void parse() {
    const Result<admission::Review> review = reader_.read(body_.text());
    if (!review) give_up(review.error().message);
    review_ = *review;
  }

  void recognise() { subject_.spark = decision::recognise(subject_.pod); }

  void find_plan() {
    key_.policies.clear();
    for (const std::uint32_t index : policies_->candidates(subject_.namespace_name)) {
      const Policy& policy = *policies_->policies()[index];
      if (first_failed(policy.match, subject_) == Condition::none) key_.policies.push_back(index);
    }
    key_.role = subject_.spark.role;
    key_.spark_alias = policies_->spark_alias(subject_.spark.container_name);
    plan_ = policies_->plan(key_);
  }

  void apply() {
    patch_.clear();
    left_out_.clear();
    decision::apply(plan_.plan->edits, subject_, patch_, left_out_);
  }

  void decide() { mutate(*policies_, review_.request, verdict_); }

  void rules() {
    violations_.clear();
    evaluate(*plan_.plan, subject_, violations_);
  }

  void answer() {
    out_.clear();
    append_answer(out_, review_, verdict_, policies_->fingerprint());
  }

 private:
  Body body_;
  PolicySetPointer policies_;
  admission::ReviewReader reader_;
  admission::Review review_;
  Subject subject_;
  PlanKey key_;
  PlanHandle plan_;
  Patch patch_;
  std::vector<LeftOut> left_out_;
  Verdict verdict_;
  std::vector<Violation> violations_;
  std::string out_;
};

void add(const std::string& part, const std::string& set, const std::string& name,
         void (Request::*run)()) {
  benchmark::RegisterBenchmark((part + "/" + set + "/" + name).c_str(), [=](State& state) {
    const PolicySetPointer policies = policy_set(set);
    const Body body = recorded(name);
    Request request(run == &Request::rules ? mutated(body, *policies) : body, policies);
    measure(state, [&] { (request.*run)(); });
  });
}

}  // namespace

void add_parts(const std::string& set, const std::string& name) {
  add("parse", set, name, &Request::parse);
  add("recognise", set, name, &Request::recognise);
  add("plan", set, name, &Request::find_plan);
  add("apply", set, name, &Request::apply);
  add("decide", set, name, &Request::decide);
  add("answer", set, name, &Request::answer);
  add("rules", set, name, &Request::rules);
}

}  // namespace sparkgate::bench
