# One target per folder. Sources are listed, never globbed.

add_library(mass_options INTERFACE)
target_compile_features(mass_options INTERFACE cxx_std_23)
# Members that a designated initializer leaves out have their default on purpose; GCC 12 warns all the same.
target_compile_options(mass_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                              -Wno-missing-field-initializers)
# GCC 12 sees overlapping copies in std::string where there are none (its bug 105651).
target_compile_options(mass_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# The library of GCC 12 itself uses what it calls deprecated, in std::stable_sort.
target_compile_options(mass_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
# Under sanitizers GCC warns of what is not there (its documentation of -fsanitize says so).
if(MASS_DEVELOPER AND NOT (MASS_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"))
  target_compile_options(mass_options INTERFACE -Werror)
endif()
set(MASS_SANITIZED 0)
if(MASS_SANITIZE)
  set(MASS_SANITIZED 1)
  target_compile_options(mass_options INTERFACE -fsanitize=${MASS_SANITIZE} -fno-omit-frame-pointer)
  if(MASS_SANITIZE MATCHES "undefined")
    # What these find, the address sanitizer stops at too; they double the time to compile.
    target_compile_options(mass_options INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  target_link_options(mass_options INTERFACE -fsanitize=${MASS_SANITIZE})
endif()

# Sanitizer builds read the headers of libraries once: in a unity build, too, that saves a test half of its time and a
# folder a tenth. The ordinary build does not, so that it finds a source that lacks an include.
if(MASS_SANITIZE)
  function(mass_precompile target)
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/${target}.cpp CONTENT "")
    add_library(${target} OBJECT ${PROJECT_BINARY_DIR}/${target}.cpp)
    target_link_libraries(${target} PRIVATE ${ARGN} mass_options fmt::fmt nlohmann_json::nlohmann_json)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <array> <chrono> <cstdint> <expected> <filesystem> <fstream> <functional> <map> <memory> <optional>
      <set> <span> <sstream> <string> <string_view> <utility> <vector> <fmt/format.h> <nlohmann/json.hpp>)
  endfunction()
  mass_precompile(mass_headers)
  set(MASS_PRECOMPILED mass_headers)
endif()

# mass_use_precompiled(TARGET): the headers that MASS_PRECOMPILED, a target with the same options, has precompiled.
function(mass_use_precompiled target)
  if(MASS_SANITIZE)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:fmt::fmt>)  # its definitions are part of what was compiled
    target_precompile_headers(${target} REUSE_FROM ${MASS_PRECOMPILED})
  endif()
endfunction()

# Unity builds (CMAKE_UNITY_BUILD) compile the sources of one folder as one, so that headers are read once for them all.
# They share anonymous namespaces then: a name is free in the folder, or shared in a header. It waits until the folders
# below have added their sources.
function(mass_unite_folders target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
  cmake_language(EVAL CODE "cmake_language(DEFER CALL mass_group_by_folder ${target})")
endfunction()

function(mass_group_by_folder target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    cmake_path(GET path PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER ${folder} group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
endfunction()

# mass_library(NAME SOURCES ... [PUBLIC libs ...] [PRIVATE libs ...]): a room of the house, target mass::NAME.
function(mass_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(mass_${name} STATIC ${arg_SOURCES})
  add_library(mass::${name} ALIAS mass_${name})
  set_target_properties(mass_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(mass_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                                 $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/massbench>)
  target_compile_features(mass_${name} PUBLIC cxx_std_23)
  target_link_libraries(mass_${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} $<BUILD_INTERFACE:mass_options>)
  mass_use_precompiled(mass_${name})
  mass_unite_folders(mass_${name})
endfunction()

# mass_asset(VARIABLE NAME FILE [TARGET]): appends to VARIABLE a source that holds FILE, which TARGET makes, as the
# function NAME that results/report/assets.hpp declares.
function(mass_asset variable name file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/asset_${name}.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed.cmake)
  add_custom_command(OUTPUT ${source}
                     COMMAND ${CMAKE_COMMAND} -DFILE=${file} -DNAME=${name} -DOUT=${source} -P ${script}
                     DEPENDS ${file} ${script} ${ARGN} VERBATIM)
  set(${variable} ${${variable}} ${source} PARENT_SCOPE)
endfunction()

# mass_scheme(ID SOURCES ...): a scheme folder, target mass::scheme_ID. An id may hold a hyphen; its namespace then has
# an underscore. Vectors in the folder become a test.
function(mass_scheme id)
  cmake_parse_arguments(arg "" "" "SOURCES" ${ARGN})
  mass_library(scheme_${id} SOURCES ${arg_SOURCES} PUBLIC mass::core PRIVATE fmt::fmt)
  set_property(GLOBAL APPEND PROPERTY MASS_SCHEMES ${id})
  if(MASS_DEVELOPER AND EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/vectors/cases.json)
    add_test(NAME ${id}.vectors COMMAND massbench conformance ${CMAKE_CURRENT_SOURCE_DIR}/vectors)
  endif()
endfunction()

# mass_enrolment(NAME): target mass::NAME with `enrol_all` for every scheme declared so far, sorted. Static registrars
# in a static library are dropped by the linker, so the calls are generated and explicit.
function(mass_enrolment name)
  get_property(schemes GLOBAL PROPERTY MASS_SCHEMES)
  list(SORT schemes)
  set(declarations "")
  set(calls "")
  set(targets "")
  foreach(id IN LISTS schemes)
    string(REPLACE "-" "_" space ${id})
    string(APPEND declarations "namespace mass::${space} {\nResult<void> enrol(Registry&);\n}\n")
    string(APPEND calls "  if (auto done = ${space}::enrol(registry); !done) return done;\n")
    list(APPEND targets mass::scheme_${id})
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  file(GENERATE OUTPUT ${source} CONTENT "// Generated from the scheme folders.
#include \"schemes/enrol_all.hpp\"

${declarations}
namespace mass {
Result<void> enrol_all([[maybe_unused]] Registry& registry) {
${calls}  return {};
}
}  // namespace mass
")
  mass_library(${name} SOURCES ${source} PUBLIC mass::core PRIVATE ${targets})
endfunction()

# mass_test(NAME SOURCES ... [LINK libs ...] [LABELS ...]): one GoogleTest program, each test known to CTest.
# MASS_SANITIZED, 0 or 1, is for tests that repeat themselves: under sanitizers fewer times will do.
# The label `threads` makes it part of the thread-sanitizer run.
function(mass_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} mass_options GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE MASS_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             MASS_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared"
                                             MASS_SANITIZED=${MASS_SANITIZED})
  mass_use_precompiled(${name})
  mass_unite_folders(${name})
  if("threads" IN_LIST arg_LABELS)
    set_property(GLOBAL APPEND PROPERTY MASS_THREAD_TESTS ${name})
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 600 LABELS "${arg_LABELS}")
endfunction()
