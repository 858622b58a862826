# `cpack` in a release build makes a Debian package of what `cmake --install` brings.
set(debian ${CMAKE_BINARY_DIR}/debian)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # of SOURCE_DATE_EPOCH, when it is set
string(REGEX REPLACE "-(rc|beta|alpha)" "~\\1" version "${SPARKGATE_VERSION}")  # which dpkg sorts before it

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sparkgate)
set(CPACK_PACKAGE_VERSION ${version})
set(CPACK_PACKAGE_VENDOR sparkgate)
set(CPACK_PACKAGE_CONTACT "sparkgate maintainers <maintainers@sparkgate.dev>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "admission control for Apache Spark on Kubernetes
A TLS webhook that recognises Spark's driver and executor pods, completes
them from policy files and refuses what these forbid; and a command line
that shows beforehand what the webhook will do, and why.")

# What a Debian package has and an installation elsewhere has not.
configure_file(cmake/debian/changelog.in ${debian}/doc/changelog.Debian @ONLY)
execute_process(COMMAND ${SPARKGATE_GZIP} -9nf ${debian}/doc/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
configure_file(cmake/debian/copyright ${debian}/doc/copyright COPYONLY)
configure_file(cmake/debian/lintian-overrides ${debian}/lintian/sparkgate COPYONLY)
set(CPACK_INSTALLED_DIRECTORIES ${debian}/doc usr/share/doc/sparkgate
    ${debian}/lintian usr/share/lintian/overrides)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};sparkgate;ALL;/")
include(CPack)
