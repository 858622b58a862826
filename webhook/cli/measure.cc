#include "cli/measure.h"

#include <ctime>

#include "admission/door.h"
#include "cli/examine.h"

namespace sparkgate::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

constexpr std::uint64_t kInARow = 16;  // asking for the time takes as long as a tenth of a decision

/// CPU time of this thread: others on the machine take none of it.
nanoseconds cpu_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

std::string padded(const nlohmann::json& review) {
  return review.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         std::string(admission::kPadding, ' ');
}

std::string_view body(const std::string& padded) {
  return std::string_view(padded).substr(0, padded.size() - admission::kPadding);
}

}  // namespace

bool make_question(const Input& input, const decision::PolicySet& policies, Question& question,
                   std::string& why) {
  const Examined examined = examine(input, policies);
  why = examined.error;
  if (why.empty() && !examined.after.is_object()) why = "not a pod";
  if (!why.empty()) return false;
  question.source = examined.source;
  question.document = examined.document;
  question.name = examined.namespace_name + "/" + examined.name;
  nlohmann::json review = input.review;
  question.mutate = padded(review);
  review["request"]["object"] = examined.after;
  question.validate = padded(review);
  return true;
}

Measured measure(admission::DoorKind kind, const Snapshot<decision::PolicySet>& policies,
                 const std::vector<Question>& questions, std::chrono::duration<double> time) {
  Metrics metrics;
  admission::Door door(kind, policies, metrics);
  const bool mutates = kind == admission::DoorKind::mutate;
  std::string answer;
  std::vector<nanoseconds> took(questions.size());
  const auto ask = [&](const Question& one) {
    answer.clear();
    door.answer(body(mutates ? one.mutate : one.validate), answer);
  };
  for (const Question& one : questions) ask(one);  // what is kept is there then
  Measured measured;
  const auto end = Clock::now() + time;
  std::uint64_t rounds = 0;
  while (rounds == 0 || Clock::now() < end) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const nanoseconds began = cpu_time();
      for (std::uint64_t n = 0; n < kInARow; ++n) ask(questions[i]);
      took[i] += cpu_time() - began;
    }
    ++rounds;
  }
  const std::uint64_t each = rounds * kInARow;
  measured.decisions = each * questions.size();
  for (const nanoseconds one : took) measured.took += one;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const double mean = static_cast<double>(took[i].count()) / static_cast<double>(each);
    if (measured.slowest && mean <= measured.slowest_ns) continue;
    measured.slowest = &questions[i];
    measured.slowest_ns = mean;
  }
  return measured;
}

}  // namespace sparkgate::cli
