# cmake/harden.cmake: what makes a fault in a program harder to use, and where it looks for its
# libraries. tests/build/check_binaries holds everything that is built to this.
include(CheckCCompilerFlag)
include(CheckPIESupported)

check_pie_supported(LANGUAGES C CXX) # with CMAKE_POSITION_INDEPENDENT_CODE
add_compile_options(-fstack-protector-strong)
check_c_compiler_flag(-fstack-clash-protection DS_HAS_STACK_CLASH)
if(DS_HAS_STACK_CLASH)
  add_compile_options(-fstack-clash-protection)
endif()
add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)

# glibc's checks of sizes; sanitizers have their own, and without optimisation there are none.
string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
if(NOT DS_SANITIZE AND "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${type}}" MATCHES "-O[1-9sz]")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()

# Where a program looks for libraries: in its own folder, as everything stands while it is built, and
# where they are installed. The same in both: where CMake writes a second path over the first it ends
# the first with an empty element, which is the current folder. A target that is installed elsewhere
# sets its own INSTALL_RPATH.
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)
set(CMAKE_INSTALL_RPATH "$ORIGIN" "$ORIGIN/../lib/doorstroom")
