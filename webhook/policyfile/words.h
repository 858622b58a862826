#pragma once

#include <string>
#include <string_view>

#include "policyfile/shape.h"

namespace sparkgate::policyfile {

// Why a string cannot be what its place in the format wants, in a sentence; "" when it can.
std::string glob_mistake(std::string_view text);
std::string namespace_glob_mistake(std::string_view text);
std::string image_glob_mistake(std::string_view text);
std::string tag_glob_mistake(std::string_view text);
std::string object_name_mistake(std::string_view text);
std::string rule_name_mistake(std::string_view text);
std::string message_mistake(std::string_view text);
std::string day_mistake(std::string_view text);
std::string resource_name_mistake(std::string_view text);
std::string container_name_mistake(std::string_view text);
std::string file_name_mistake(std::string_view text);

// Shapes that several parts of the format use.
extern const Shape kText, kBoolean, kInteger, kNumber, kQuantity;
extern const Shape kGlobs, kNamespaceGlobs, kImageGlobs, kLabelValues, kResourceNames;
extern const Shape kStringMap, kLabelMap, kResourceQuantities, kRoles;

}  // namespace sparkgate::policyfile
