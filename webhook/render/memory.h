#pragma once

#include <cstdint>
#include <string_view>

#include "render/account.h"
#include "render/application.h"

namespace sparkgate::render {

/// Memory as Spark reads it (`512m`, `4g`, `1024`), in MiB; what has no unit counts in
/// `bytes_of_unit`. `key` is named in the mistake that anything else is; 0 then.
/// Source: JavaUtils.byteStringAs.
std::int64_t mebibytes(std::string_view key, std::string_view text, Account& account,
                       std::int64_t bytes_of_unit = 1 << 20);

/// What a driver pod asks for, in MiB: heap and overhead.
/// Source: BasicDriverFeatureStep, 3.3 and later.
std::int64_t driver_memory(const Application& app, Account& account);

/// What an executor pod asks for, in MiB: heap, overhead, off-heap memory, Python's workers.
/// Source: ResourceProfile.getResourcesForClusterManager.
std::int64_t executor_memory(const Application& app, Account& account);

/// The executor's heap alone, in MiB.
std::int64_t executor_heap(const Application& app, Account& account);

}  // namespace sparkgate::render
