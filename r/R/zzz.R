.onLoad <- function(libname, pkgname) .register_weaver()

.onAttach <- function(libname, pkgname) {
    version <- .Call(C_version)
    if (version[["library"]] != version[["headers"]])
        packageStartupMessage(sprintf(
            "doorstroom: gemaakt voor libdoorstroom %s, hier is / made for libdoorstroom %s, here is %s",
            version[["headers"]], version[["headers"]], version[["library"]]))
}
