#pragma once

namespace sparkgate {

/// Takes a block of memory in reserve, or takes it again when it was needed. When an allocation
/// fails the block is given back and the allocation tried once more: libraries clean up with memory
/// they ask for (a tree of nlohmann_json does in its destructor, which may not fail), and so what
/// is under way comes to its end. From the first call on; from any thread.
void keep_memory_reserve();

}  // namespace sparkgate
