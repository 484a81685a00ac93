# delivery.R: a data frame as a delivery of a work folder.

.is_labelled <- function(x) inherits(x, "haven_labelled") && !is.null(attr(x, "labels", exact = TRUE))

# Beside it first and then renamed, for its owner alone, as the library does it.
.write_private <- function(bytes, path, lang) {
    folder <- dirname(path)
    old <- Sys.umask("077")
    on.exit(Sys.umask(old))
    if (!dir.exists(folder)) dir.create(folder, FALSE, TRUE, "700")
    aside <- tempfile(".delivery", folder)
    done <- FALSE
    on.exit(if (!done) unlink(aside), add = TRUE)
    con <- suppressWarnings(tryCatch(file(aside, "wb"), error = function(e) NULL))
    if (is.null(con))
        .refuse("kan niet schrijven in %s", "cannot write in %s", folder, lang = lang)
    tryCatch(writeBin(bytes, con), finally = close(con))
    done <- file.rename(aside, path)
    if (!done) .refuse("kan %s niet op zijn plaats zetten", "cannot put %s in its place", path, lang = lang)
}

.delivery_path <- function(folder, name, ending)
    file.path(folder, "leveringen", paste0(sub("[.](csv|sav)$", "", name, ignore.case = TRUE), ending))

ds_delivery <- function(folder, name, data, lang = NULL) {
    lang <- .lang(lang)
    if (!is.data.frame(data)) .refuse("data is een data frame", "data is a data frame", lang = lang)
    folder <- .value_words(folder, "folder", lang)
    name <- .value_words(name, "name", lang)
    if (length(folder) != 1L || length(name) != 1L || grepl("/", name, fixed = TRUE) || !nzchar(name))
        .refuse("folder en name zijn elk een tekst, name zonder schuine streep",
                "folder and name are one text each, name without a slash", lang = lang)
    path <- .delivery_path(folder, name, ".csv")
    other <- .delivery_path(folder, name, ".sav")
    if (any(vapply(data, .is_labelled, NA))) {
        .write_private(.sav_bytes(data, lang), other, lang)
        unlink(path)
        return(invisible(other))
    }
    error <- .Call(C_delivery, folder, name, .frame(data, lang))
    if (!is.null(error)) stop(.error_of(error, lang))
    unlink(other)
    invisible(path)
}
