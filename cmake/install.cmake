# What `cmake --install` brings: both programs, their manual, completions, policies and manifests to start from.
include(GNUInstallDirs)
find_program(SPARKGATE_GZIP gzip REQUIRED)

install(TARGETS sparkgate sparkgate-webhook RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# As a plugin: `kubectl sparkgate ...` finds it by this name.
set(generated ${CMAKE_BINARY_DIR}/install)
file(MAKE_DIRECTORY ${generated})
file(CREATE_LINK sparkgate ${generated}/kubectl-sparkgate SYMBOLIC)
file(CREATE_LINK sparkgate.1.gz ${generated}/kubectl-sparkgate.1.gz SYMBOLIC)
install(FILES ${generated}/kubectl-sparkgate DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${generated}/kubectl-sparkgate.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES certs/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/certs)
install(FILES webhook/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/webhook)

# Beside one another: the ConfigMap of manifests/ is made of ../policies. Certificates and keys stay here. The README's
# links lead to them.
foreach(folder policies manifests)
  install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/sparkgate
          PATTERN tls EXCLUDE PATTERN .gitignore EXCLUDE
          REGEX "/(uninstall|replay-on-spark/sparkgate)$" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                        WORLD_READ WORLD_EXECUTE)
  file(CREATE_LINK ../../sparkgate/${folder} ${generated}/${folder} SYMBOLIC)
  install(FILES ${generated}/${folder} DESTINATION ${CMAKE_INSTALL_DOCDIR})
endforeach()

set(files)

# written(FILE DIRECTORY program arguments…): a program's output is a file that is installed.
macro(written file directory)
  add_custom_command(OUTPUT ${generated}/${file} COMMAND ${ARGN} > ${generated}/${file} DEPENDS ${ARGV2})
  install(FILES ${generated}/${file} DESTINATION ${directory})
  list(APPEND files ${generated}/${file})
endmacro()

written(sparkgate.1.gz ${CMAKE_INSTALL_MANDIR}/man1 man_page sparkgate | ${SPARKGATE_GZIP} -9n)
written(sparkgate-webhook.8.gz ${CMAKE_INSTALL_MANDIR}/man8 man_page sparkgate-webhook | ${SPARKGATE_GZIP} -9n)
written(sparkgate ${CMAKE_INSTALL_DATADIR}/bash-completion/completions sparkgate completion bash)
written(_sparkgate ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions sparkgate completion zsh)
written(sparkgate.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d sparkgate completion fish)
add_custom_target(installed_files ALL DEPENDS ${files})
