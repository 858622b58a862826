#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/input.h"
#include "render/application.h"
#include "render/render.h"

namespace sparkgate::cli {

/// What rendering needs besides the text: files of this machine and what the flags say.
render::Context context_of(const RequestFlags& flags);

/// The reviews that ask about the pods of one application: the driver's with what the flags say,
/// then the executor's, which the driver's service account sends, as in a cluster. The first has
/// the notes. Mistakes become one Input each.
std::vector<Input> inputs_of(render::Rendering rendering, const std::string& source, int document,
                             const RequestFlags& flags);

}  // namespace sparkgate::cli
