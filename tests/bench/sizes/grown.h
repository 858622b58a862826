#pragma once

#include "bench/bodies.h"
#include "bench/sizes/shapes.h"

namespace sparkgate::bench {

enum class Sent { create, update };

/// The recorded executor with `count` more items of a shape. An update comes with an old pod as
/// large, which differs in each of them.
Body grown(const Shape& shape, int count, Sent sent);

}  // namespace sparkgate::bench
