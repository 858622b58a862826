#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/verdict.h"

namespace sparkgate::decision {

/// What a rule's author may put into `message`, without the braces.
inline constexpr std::array<std::string_view, 8> kPlaceholders = {
    "namespace", "name", "role", "policy", "rule", "path", "found", "allowed"};

/// Bytes of one sentence at most.
inline constexpr std::size_t kMaxMessage = 300;

/// Cuts to `max` bytes, never inside a character of UTF-8, and marks the cut.
std::string shortened(std::string text, std::size_t max);

/// The sentence about one finding: the rule's `message` with its placeholders filled in, or the
/// finding's own text. One line, no control characters, at most kMaxMessage bytes.
std::string message_of(const Policy& policy, const Rule& rule, const Finding& finding,
                       const Subject& subject);

/// What a refused user reads: who refuses, then a violation a line, the strongest policy's first,
/// and whom to ask. At most 10 violations, the rest counted; at most 2 KiB; the last character is
/// never part of a URL (Spark glues a full stop to it). Precondition: some violation denies.
std::string denial(const Verdict& verdict, std::string_view namespace_name);

/// What a policy asked for and did not get, with the place that asked.
std::string text_of(const LeftOut& left_out);

/// The words for `warnings` of the answer: one a violation that warns and one a thing left out.
/// Each at most 120 bytes and without control characters: others are dropped on the way to the
/// user. At most 20, the rest counted.
std::vector<std::string> warnings(const Verdict& verdict);

}  // namespace sparkgate::decision
