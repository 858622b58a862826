# Warnings everywhere; the hardening set of the OpenSSF guide for C and C++ in release builds.
# Members with default initialisers may be left out of a designated initialiser.
add_compile_options(-Wall -Wextra -Wformat=2 -Wconversion -Wsign-conversion -Wimplicit-fallthrough
                    -Werror=format-security -Wno-missing-field-initializers)
if(SPARKGATE_WERROR)
  add_compile_options(-Werror)
endif()

# All sources are instrumented: a fuzzer learns only from branches it can see.
if(SPARKGATE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(SPARKGATE_SANITIZE)
  # Half the time to build, lines in reports; assertions, of libraries' headers too, are finds.
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
  # Clang's vptr check needs a free descriptor for every new type, and a test takes them all.
  add_compile_options(-fsanitize=${SPARKGATE_SANITIZE} -fno-sanitize-recover=all
                      -fno-sanitize=vptr -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SPARKGATE_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
                      -fstack-clash-protection -fstack-protector-strong
                      -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing
                      -ftrivial-auto-var-init=zero)
  # The same binaries wherever the sources lie.
  add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
  add_link_options(-Wl,-z,nodlopen -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now -Wl,--as-needed
                   -Wl,--no-copy-dt-needed-entries)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    add_compile_options(-fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    add_compile_options(-mbranch-protection=standard)
  endif()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
