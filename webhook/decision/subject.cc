#include "decision/subject.h"

#include "decision/recognise.h"

namespace sparkgate::decision {
namespace {

Subject subject_of(const Request& request, View pod) {
  Subject subject;
  subject.request = &request;
  subject.pod = pod;
  subject.labels = pod["metadata"]["labels"];
  subject.namespace_name = request.namespace_name;
  subject.service_account = account_of(pod);
  subject.spark = recognise(pod);
  return subject;
}

/// A driver that only its command line tells is one where a policy that speaks about it says so.
void forget_unwanted_evidence(const PolicySet& policies, Subject& subject) {
  if (subject.spark.evidence != Evidence::command) return;
  if (policies.recognises_client_mode()) {
    for (const std::uint32_t index : policies.candidates(subject.namespace_name)) {
      const Policy& policy = *policies.policies()[index];
      if (policy.recognise_client_mode &&
          first_failed_beside_spark(policy.match, subject) == Condition::none) {
        return;
      }
    }
  }
  subject.spark = SparkPod();
}

/// Side-cars of ours stand behind the container that was guessed before they came: asked again, the
/// guess looks past them. A pod with none but ours has no Spark container.
void guess_container_again(const PolicySet& policies, Subject& subject) {
  const View containers = subject.pod["spec"]["containers"];
  SparkPod& spark = subject.spark;
  int index = 0, guess = -1;
  for (const View container : containers.items()) {
    if (!policies.adds_container(container["name"].text())) guess = index;
    ++index;
  }
  spark.container = guess;
  spark.container_name = {};
  if (guess >= 0)
    spark.container_name = containers.at(static_cast<std::size_t>(guess))["name"].text();
}

}  // namespace

Subject recognised_subject(const PolicySet& policies, const Request& request, View pod) {
  Subject subject = subject_of(request, pod);
  forget_unwanted_evidence(policies, subject);
  if (subject.spark.container_guessed && subject.spark.container >= 0) {
    guess_container_again(policies, subject);
  }
  return subject;
}

}  // namespace sparkgate::decision
