# Writes the C++ source `OUT` with the function NAME of webhook/cli/embedded_files.h: FILES, a list of PATH=FILE.
#   cmake -D OUT=... -D NAME=... -D FILES=... -P embed.cmake
set(text "#include \"cli/embedded_files.h\"\n\nnamespace sparkgate::cli {\nnamespace {\n\nconstexpr EmbeddedFile kFiles[] = {\n")
foreach(one IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${one}")
  set(path "${CMAKE_MATCH_1}")
  # In hexadecimal: cmake's own strings lose a backslash or a bracket here and there.
  file(READ "${CMAKE_MATCH_2}" content HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" content "${content}")
  string(APPEND text "    {\"${path}\", \"${content}\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace\n\nstd::span<const EmbeddedFile> ${NAME}() {\n  return kFiles;\n}\n\n"
       "}  // namespace sparkgate::cli\n")
file(WRITE "${OUT}" "${text}")
