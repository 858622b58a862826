#pragma once

#include <string>
#include <string_view>

namespace sparkgate::policyfile {

/// A kind of string that Kubernetes wants somewhere in a pod.
struct TextKind {
  std::string_view name;  // in the table of values

  /// Why `text` cannot be one, in a sentence; "" when it can.
  std::string (*mistake)(std::string_view text);
};

/// The kind of that name, or nullptr.
const TextKind* text_kind(std::string_view name);

// Kinds that rules of several fields ask for, too.
std::string lower_case(std::string_view text);
bool is_decimal(std::string_view text);  // an integer of 64 bits, written in one way only
std::string relative_path_mistake(std::string_view text);

}  // namespace sparkgate::policyfile
