# Writes the C++ source `OUT` with the content of FILES, a list of PATH=FILE: what `sparkgate init` writes, and where.
#   cmake -D OUT=... -D FILES=... -P embed.cmake
set(text "#include \"cli/starter_files.h\"\n\nnamespace sparkgate::cli {\nnamespace {\n\nconstexpr StarterFile kFiles[] = {\n")
foreach(one IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${one}")
  set(path "${CMAKE_MATCH_1}")
  # In hexadecimal: cmake's own strings lose a backslash or a bracket here and there.
  file(READ "${CMAKE_MATCH_2}" content HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" content "${content}")
  string(APPEND text "    {\"${path}\", \"${content}\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace\n\nstd::span<const StarterFile> starter_files() {\n  return kFiles;\n}\n\n"
       "}  // namespace sparkgate::cli\n")
file(WRITE "${OUT}" "${text}")
