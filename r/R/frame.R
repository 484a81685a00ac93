# frame.R: what each column of a data frame is made of, so that C only sees plain vectors.

.refuse_column <- function(name, nl, en, lang)
    .refuse(paste0("kolom '%s': ", nl), paste0("column '%s': ", en), name, lang = lang)

# One value that cannot go over, at its row: the first of these that are so.
.refuse_rows <- function(bad, name, nl, en, lang) {
    row <- which(bad)[1L]
    if (!is.na(row)) .refuse_column(name, sprintf("rij %d: %s", row, nl), sprintf("row %d: %s", row, en), lang)
}

# SPSS has values that mean missing; haven keeps which.
.without_missing <- function(x) {
    values <- attr(x, "na_values", exact = TRUE)
    range <- attr(x, "na_range", exact = TRUE)
    plain <- .plain(x)
    gone <- plain %in% values & !is.na(plain)
    if (length(range) == 2L) gone <- gone | (!is.na(plain) & plain >= range[1L] & plain <= range[2L])
    plain[gone] <- NA
    plain
}

.plain <- function(x) {
    attributes(x) <- NULL
    x
}

# Seconds of the clock on the wall, in the time zone that the moments are shown in.
.wall_seconds <- function(x) {
    lt <- as.POSIXlt(x)
    as.numeric(as.Date(lt)) * 86400 + lt$hour * 3600 + lt$min * 60 + lt$sec
}

.far_days <- 2^31 - 1 # what Arrow has for a date; csv has years of four digits, which the library sees to
.far_seconds <- 9e12

.days <- function(x, name, lang) {
    days <- as.numeric(.plain(x))
    .refuse_rows(!is.na(days) & abs(days) >= .far_days, name, "een datum zonder einde, of te ver weg",
                 "an infinite date, or too far away", lang)
    days
}

# What is no moment in as.POSIXlt, and was not missing before, is infinite.
.moments <- function(x, name, lang) {
    seconds <- .wall_seconds(x)
    gone <- if (inherits(x, "POSIXct")) !is.na(.plain(x)) & is.na(seconds) else is.infinite(x$year) | is.infinite(x$sec)
    .refuse_rows(gone | (!is.na(seconds) & abs(seconds) >= .far_seconds), name,
                 "een moment zonder einde, of te ver weg", "an infinite moment, or too far away", lang)
    seconds
}

# A code outside the levels is no missing value: somebody changed one of the two.
.factor_codes <- function(x, name, lang) {
    codes <- .plain(x)
    if (!is.integer(codes))
        .refuse_column(name, "een factor zonder gehele codes", "a factor without whole codes", lang)
    .refuse_rows(!is.na(codes) & (codes < 1L | codes > length(levels(x))), name,
                 "een code buiten de levels van de factor", "a code outside the factor's levels", lang)
    codes
}

.classes_taken <- c("haven_labelled", "haven_labelled_spss", "vctrs_vctr", "labelled", "AsIs",
                    "noquote", "character", "numeric", "double", "integer", "logical", "glue")

.kind_of <- function(kind, data, levels = NULL) list(kind, data, levels)

.column <- function(x, name, lang) {
    if (is.factor(x)) return(.kind_of("factor", .factor_codes(x, name, lang), enc2utf8(as.character(levels(x)))))
    if (inherits(x, "Date")) return(.kind_of("date", .days(x, name, lang)))
    if (inherits(x, "POSIXt")) return(.kind_of("moment", .moments(x, name, lang)))
    if (inherits(x, "integer64")) return(.kind_of("integer64", .plain(x)))
    if (!is.null(dim(x)) || is.list(x) || is.complex(x) || is.raw(x))
        .refuse_column(name, "geen enkelvoudige waarden", "no single values", lang)
    strange <- setdiff(class(x), .classes_taken)
    if (is.object(x) && length(strange) > 0L)
        .refuse_column(name,
            sprintf("klasse '%s' is hier onbekend; maak er eerst getallen, tekst of een datum van", strange[1L]),
            sprintf("class '%s' is not known here; make numbers, text or a date of it first", strange[1L]), lang)
    x <- .without_missing(x)
    switch(typeof(x),
        logical = .kind_of("logical", x), integer = .kind_of("integer", x),
        double = .kind_of("double", x), character = .kind_of("text", x),
        .refuse_column(name, sprintf("van soort '%s'", typeof(x)), sprintf("of type '%s'", typeof(x)), lang))
}

# A data frame as an object that the library can be given once.
.frame <- function(data, lang = .lang()) {
    names <- names(data)
    if (length(names) != length(data) || anyNA(names) || any(!nzchar(names)))
        .refuse("een data frame moet voor elke kolom een naam hebben",
                "a data frame needs a name for each column", lang = lang)
    columns <- lapply(seq_along(data), function(i) .column(data[[i]], names[i], lang))
    names(columns) <- names
    .Call(C_frame, columns, nrow(data))
}
