#pragma once

#include <string>
#include <vector>

#include "policyfile/node.h"

namespace sparkgate::policyfile {

// What a checked value holds. A node that is absent or has the wrong type (an issue by now) holds
// nothing, so that reading goes on and finds the other mistakes.

/// The strings of a list; empty ones are always a mistake and left out.
std::vector<std::string> strings(const Node* list);

/// The members of a map.
const std::vector<Member>& members(const Node* map);

/// The items of a list.
const std::vector<Node>& items(const Node* list);

/// True only for `true`.
bool boolean(const Node* node);

/// The whole number, or 0.
int integer(const Node* node);

/// The string, or "".
std::string text(const Node* node);

}  // namespace sparkgate::policyfile
