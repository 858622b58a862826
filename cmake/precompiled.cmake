# Guests' headers are most of what a source reads; compiled once, they take half of the time to build
# away. Sources name what they use all the same: clang-tidy reads them one by one, without this
# (CMAKE_DISABLE_PRECOMPILE_HEADERS).
set(SPARKGATE_JSON_HEADERS <nlohmann/json.hpp> <simdjson.h>)

# In a precompiled header GCC 12 takes std::string's operator+ for ours, and warns of bounds that it
# keeps. Clang's builds read the same sources with all warnings.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
  add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()

# A header that rooms share is compiled with one set of flags, and RE2 asks for this one.
add_compile_options(-pthread)
