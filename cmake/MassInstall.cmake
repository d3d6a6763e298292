# The program, and core as a library for those who write schemes elsewhere.
include(CMakePackageConfigHelpers)

install(TARGETS mass_core EXPORT massbench ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS massbench RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY core DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/massbench FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY docs/schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/massbench)
install(EXPORT massbench NAMESPACE mass:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/massbench)
configure_package_config_file(cmake/massbench-config.cmake.in massbench-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/massbench)
write_basic_package_version_file(massbench-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/massbench-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/massbench-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/massbench)
