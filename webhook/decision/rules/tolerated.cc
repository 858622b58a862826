#include "decision/rules/tolerated.h"

namespace sparkgate::decision {
namespace {

std::string_view operator_of(std::string_view written) {
  return written.empty() ? "Equal" : written;
}

std::string words(std::string_view key, std::string_view op, std::string_view value,
                  std::string_view effect) {
  std::string text(key.empty() ? "*" : key);
  if (op == "Lt" || op == "Gt") {
    text.append(op == "Lt" ? "<" : ">").append(value);
  } else if (op != "Exists") {
    text.append("=").append(value);
  }
  if (!effect.empty()) text.append(":").append(effect);
  return text;
}

}  // namespace

bool AllowedToleration::covers(View toleration) const {
  if (!effect.empty() && toleration["effect"].text() != effect) return false;
  if (key.empty()) return true;
  if (toleration["key"].text() != key) return false;
  if (op == "Exists") return true;
  return operator_of(toleration["operator"].text()) == operator_of(op) &&
         toleration["value"].text() == value;
}

std::string AllowedToleration::text() const {
  return words(key, op, value, effect);
}

std::string text_of_toleration(View toleration) {
  return words(toleration["key"].text(), toleration["operator"].text(), toleration["value"].text(),
               toleration["effect"].text());
}

bool is_of_kubernetes(View toleration) {
  const std::string_view key = toleration["key"].text(), effect = toleration["effect"].text();
  if (toleration["operator"].text() != "Exists") return false;
  if (key == "node.kubernetes.io/memory-pressure") return effect == "NoSchedule";
  return effect == "NoExecute" &&
         (key == "node.kubernetes.io/not-ready" || key == "node.kubernetes.io/unreachable");
}

}  // namespace sparkgate::decision
