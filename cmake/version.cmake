# version.h: what `--version` says. The release is git's last tag vX.Y.Z, with the commits behind it as in 0.1.0+12;
# without one, project()'s. Where git cannot be asked, as in an image's build, these two say it.
set(SPARKGATE_VERSION "" CACHE STRING "The release, as in 0.1.0; empty: what git's tags say")
set(SPARKGATE_COMMIT "" CACHE STRING "The commit; empty: git is asked")

# git_says(VARIABLE words…): the output of a git command in the source folder; empty when it fails.
function(git_says variable)
  execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} ${ARGN}
                  OUTPUT_VARIABLE said OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set(${variable} "${said}" PARENT_SCOPE)
endfunction()

if(NOT SPARKGATE_VERSION)
  set(SPARKGATE_VERSION ${PROJECT_VERSION})
  git_says(described describe --tags --long --match "v[0-9]*")
  if(described MATCHES "^v(.+)-([0-9]+)-g[0-9a-f]+$")
    set(SPARKGATE_VERSION ${CMAKE_MATCH_1})
    if(CMAKE_MATCH_2 GREATER 0)
      string(APPEND SPARKGATE_VERSION "+${CMAKE_MATCH_2}")
    endif()
  endif()
endif()
if(NOT SPARKGATE_COMMIT)
  git_says(SPARKGATE_COMMIT rev-parse --short=12 HEAD)
endif()
if(NOT SPARKGATE_COMMIT)
  set(SPARKGATE_COMMIT unknown)
endif()
configure_file(${CMAKE_SOURCE_DIR}/cmake/version.h.in ${CMAKE_BINARY_DIR}/generated/version.h)
