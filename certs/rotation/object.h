#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/result.h"
#include "certs/time.h"

namespace sparkgate::rotation {

/// On a Secret: when its pair was put there.
inline constexpr char kSwapped[] = "certs.sparkgate.dev/swapped";
/// On a webhook configuration: when a CA was added to its caBundles.
inline constexpr char kPublished[] = "certs.sparkgate.dev/published";

/// An object of the API server. Error when `text` is none or of another kind, and without a
/// resourceVersion: written back without one, it would overwrite what others wrote meanwhile.
Result<nlohmann::json> read_object(const std::string& text, const std::string& kind);

/// The text at `pointer` ("/metadata/name"); empty when there is none.
std::string text_at(const nlohmann::json& object, const char* pointer);

/// The time in an annotation of `object`; absent when it is not there or no time.
std::optional<certs::Time> time_in(const nlohmann::json& object, const char* annotation);

void write_time(nlohmann::json& object, const char* annotation, certs::Time time);

/// An annotation by which cert-manager claims `object`, "KEY: VALUE"; empty when there is none.
std::string cert_manager_in(const nlohmann::json& object);

}  // namespace sparkgate::rotation
