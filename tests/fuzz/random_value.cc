#include "fuzz/random_value.h"

#include <array>
#include <cstdint>
#include <string>

namespace sparkgate {
namespace {

using decision::PodField;
using decision::PodType;
using decision::Shape;
using nlohmann::json;

/// None of them tells which container is Spark's: a policy that adds a second such one has no law.
std::string word(Dice& dice) {
  static const json kWords = json::parse(R"(["", "a", "b", "$spark", "driver", "log", "log-shipper",
    "setup", "prepare-logs", "extra", "pool", "dedicated", "TZ", "LANG", "DB_PASSWORD",
    "SPARK_SUBMIT_OPTS", "yunikorn", "volcano", "default-scheduler", "spark-role", "tier",
    "cost-center", "a/b", "~1~", "/extra", "/var/log/spark", "executor-logs", "spark-local-dir-1",
    "spark-driver", "spark:4", "spark:3", "kubernetes.io/hostname", "DoNotSchedule", "NoSchedule",
    "NoExecute", "Exists", "In", "NotIn", "kata", "ssd", "metrics", "TCP", "UDP"])");
  return one_of(kWords, dice);
}

json number(const PodField& field, Dice& dice) {
  static constexpr std::array<std::int64_t, 8> kNumbers = {0, 1, -1, 30, 185, 4040, 7079, 65535};
  if (field.fallback.empty() || below(2, dice) == 0) return one_of(kNumbers, dice);
  return json::parse(field.fallback);
}

json text(const PodField& field, Dice& dice) {
  if (!field.choices.empty()) return std::string(one_of(field.choices, dice));
  if (!field.fallback.empty() && below(2, dice) == 0) return std::string(field.fallback);
  return word(dice);
}

json object(const PodField& field, int depth, Dice& dice) {
  json result = json::object();
  if (!field.type || depth == 0) return result;
  for (std::size_t left = 1 + below(3, dice); left > 0; --left) {
    set_random_field(result, *field.type, depth - 1, dice);
  }
  return result;
}

}  // namespace

json random_value(const PodField& field, int depth, Dice& dice) {
  static constexpr std::array<const char*, 6> kAmounts = {"0", "1", "500m", "8Gi", "20Gi", "1e3"};
  json result;
  switch (field.shape) {
    case Shape::string:
      return text(field, dice);
    case Shape::integer:
      return number(field, dice);
    case Shape::boolean:
      return below(2, dice) == 0;
    case Shape::quantity:
      return one_of(kAmounts, dice);
    case Shape::int_or_string:
      return below(2, dice) == 0 ? json(word(dice)) : json(8080);
    case Shape::time:
      return "2026-11-21T06:27:11Z";
    case Shape::map:
      result = json::object();
      for (std::size_t left = below(3, dice); left > 0; --left) {
        result[word(dice)] = random_value(*field.element, depth, dice);
      }
      return result;
    case Shape::list:
      result = json::array();
      for (std::size_t left = depth == 0 ? 0 : below(3, dice); left > 0; --left) {
        result.push_back(random_value(*field.element, depth, dice));
      }
      return result;
    case Shape::object:
      return object(field, depth, dice);
  }
  return result;
}

void set_random_field(json& object, const PodType& type, int depth, Dice& dice) {
  static constexpr std::array<const char*, 2> kDirectives = {"replace", "delete"};
  const PodField& field = one_of(type.fields, dice);
  if (below(16, dice) == 0) {
    object[std::string(field.name)] = nullptr;
    return;
  }
  if (below(16, dice) == 0) {
    object["$patch"] = one_of(kDirectives, dice);
    return;
  }
  object[std::string(field.name)] = random_value(field, depth, dice);
}

}  // namespace sparkgate
