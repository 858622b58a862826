// Any bytes at both doors, with the policies we ship: the answer is JSON. When they are a review,
// its patch applies and comes once. The doors live as long as the process, as in the server.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "admission/door.h"
#include "fuzz/decision_laws.h"
#include "fuzz/pod_mutator.h"
#include "policyfile/load.h"

namespace sparkgate {
namespace {

using admission::DoorKind;
using nlohmann::json;

std::shared_ptr<const decision::PolicySet> policies_of(const std::string& folder) {
  Result<policyfile::Loaded> loaded = policyfile::load_path(SPARKGATE_SOURCE_DIR "/" + folder);
  require(loaded.ok() && loaded->policies, folder + " does not load");
  return loaded->policies;
}

/// The server's state.
struct World {
  std::shared_ptr<const decision::PolicySet> shipped = policies_of("policies");
  std::shared_ptr<const decision::PolicySet> merging =
      policies_of("tests/cases/everything-merges/policies");
  Snapshot<decision::PolicySet> snapshot{shipped};
  Metrics metrics;
  admission::Door mutate{DoorKind::mutate, snapshot, metrics};
  admission::Door validate{DoorKind::validate, snapshot, metrics};
};

/// The status; `body` is followed by exactly the bytes that may be read behind it.
int ask(admission::Door& door, const std::vector<char>& padded) {
  std::string out;
  const int status = door.answer({padded.data(), padded.size() - admission::kPadding}, out);
  const json answer = json::parse(out, nullptr, false);
  require(!answer.is_discarded(), "an answer that is not JSON: " + out);
  require(answer["kind"] == (status == 200 ? "AdmissionReview" : "Status"), out);
  return status;
}

/// Whether another reader meets a key twice in one object of a JSON text.
bool has_duplicate_key(const std::uint8_t* data, std::size_t size) {
  std::vector<std::set<std::string>> open;
  bool twice = false;
  const auto read = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event != json::parse_event_t::key) return true;
    twice = !open.back().insert(value.get<std::string>()).second || twice;
    return true;
  };
  const json parsed = json::parse(data, data + size, read, false);
  return twice && !parsed.is_discarded();
}

}  // namespace
}  // namespace sparkgate

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate;
  static World world;
  std::vector<char> padded(data, data + size);
  padded.resize(size + admission::kPadding);
  const int status = ask(world.mutate, padded);
  require(ask(world.validate, padded) == status, "the doors disagree about what a review is");
  if (status != 200) return 0;
  require(!has_duplicate_key(data, size), "a review with a key twice in one object");
  // Read by another library and written anew: as the API server writes.
  const json review = json::parse(data, data + size, nullptr, false);
  if (review.is_discarded()) return 0;
  check_decision(review, *world.shipped);
  check_decision(review, *world.merging);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return sparkgate::mutate_json(data, size, max_size, seed,
                                [](nlohmann::json& review, sparkgate::Dice& dice) {
                                  const nlohmann::json::json_pointer object("/request/object");
                                  if (review.contains(object))
                                    sparkgate::mutate_pod(review[object], dice);
                                });
}
