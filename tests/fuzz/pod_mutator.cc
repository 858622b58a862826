#include "fuzz/pod_mutator.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz/pod_shape.h"

/// libFuzzer's own mutations, for custom ones to fall back on.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace sparkgate {
namespace {

using decision::PodField;
using nlohmann::json;

constexpr int kMaxDepth = 4;  // of what is made in one go; it grows with the next mutation

struct Place {
  json* value;
  const PodField* field;
};

/// All values whose type is known, but null.
void collect(json& value, const PodField& field, std::vector<Place>& places) {
  if (value.is_null()) return;
  places.push_back({&value, &field});
  if (value.is_array() && field.element) {
    for (json& item : value) collect(item, *field.element, places);
  } else if (value.is_object() && field.type) {
    for (const PodField& member : field.type->fields) {
      const auto found = value.find(std::string(member.name));
      if (found != value.end()) collect(*found, member, places);
    }
  }
}

void mutate_list(json& list, const PodField& field, Dice& dice) {
  if (list.empty() || below(3, dice) == 0) {
    list.push_back(random_value(*field.element, kMaxDepth, dice));
  } else if (below(2, dice) == 0) {
    list.erase(below(list.size(), dice));
  } else {
    const json copy = one_of(list, dice);
    one_of(list, dice) = copy;
  }
}

void mutate_members(json& object, Dice& dice) {
  if (object.empty()) return;
  const auto at =
      std::next(object.begin(), static_cast<std::ptrdiff_t>(below(object.size(), dice)));
  object.erase(at);
}

}  // namespace

void mutate_pod(json& pod, Dice& dice) {
  std::vector<Place> places;
  collect(pod, whole_pod(), places);
  if (places.empty()) return;
  const Place place = one_of(places, dice);
  json& value = *place.value;
  const bool less = below(3, dice) == 0;
  if (value.is_array() && place.field->element) {
    mutate_list(value, *place.field, dice);
  } else if (value.is_object() && less) {
    mutate_members(value, dice);
  } else if (value.is_object() && place.field->type) {
    set_random_field(value, *place.field->type, kMaxDepth, dice);
  } else {
    value = random_value(*place.field, kMaxDepth, dice);
  }
}

std::size_t mutate_json(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned seed,
                        const std::function<void(json&, Dice&)>& change) {
  Dice dice(seed);
  if (below(4, dice) == 0) return LLVMFuzzerMutate(data, size, max_size);
  json value = json::parse(data, data + size, nullptr, false);
  if (value.is_discarded()) return LLVMFuzzerMutate(data, size, max_size);
  change(value, dice);
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::copy(text.begin(), text.end(), data);
  return text.size();
}

}  // namespace sparkgate
