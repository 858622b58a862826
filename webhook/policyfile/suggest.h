#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::policyfile {

/// The one of `known` that `word` was probably meant to be: same but for case, or a third of its
/// letters wrong at most. Empty when nothing is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

/// ", did you mean 'x'?", or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

/// "a, b or c"
std::string either(std::span<const std::string_view> words);

}  // namespace sparkgate::policyfile
