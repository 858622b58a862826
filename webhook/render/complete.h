#pragma once

#include <optional>

#include "render/account.h"
#include "render/application.h"

namespace sparkgate::render {

/// Settles what follows from the rest: version, language, main class, and where files are uploaded;
/// notes what is approximate. `hint`: the version that the text names.
/// Source: SparkSubmit.prepareSubmitEnvironment, KubernetesUtils.uploadAndTransformFileUris.
void complete(Application& app, const std::optional<Version>& hint, const Context& context,
              Account& account);

}  // namespace sparkgate::render
