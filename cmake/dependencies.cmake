# All of these are Debian 12 / Ubuntu 24.04 packages; `./dev` installs them. Minimum versions only.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)      # Beast and Asio, headers only
find_package(OpenSSL 3.0 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(prometheus-cpp REQUIRED CONFIG)
find_package(CLI11 2.1 REQUIRED)
find_path(DTL_INCLUDE_DIR dtl/dtl.hpp REQUIRED)
find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)

# Debian's RE2 brings a pkg-config file only.
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)

# What `sparkgate replay` reads may be compressed.
find_package(ZLIB REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)

# yaml-cpp renamed its target in 0.8.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

if(SPARKGATE_TESTS)
  find_package(GTest 1.12 REQUIRED)
endif()
if(SPARKGATE_BENCH)
  find_package(benchmark 1.7 REQUIRED)
endif()
