# cmake/bundle.cmake: what tools/bundle lays beside libraries that ask for a newer glibc than 2.34.
add_library(older_glibc SHARED packaging/older_glibc.c)
target_include_directories(older_glibc PRIVATE src include) # for clang-tidy
set_target_properties(older_glibc PROPERTIES OUTPUT_NAME doorstroom_older_glibc INSTALL_RPATH "")
if(NOT DS_SANITIZE) # it begins before a sanitizer does
  add_executable(launch packaging/launch.c)
  target_include_directories(launch PRIVATE src include)
  target_link_options(launch PRIVATE -nostartfiles)
  set_target_properties(launch PROPERTIES INSTALL_RPATH "")
endif()
