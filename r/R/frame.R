# frame.R: what each column of a data frame is made of, so that C only sees plain vectors.

.refuse_column <- function(name, nl, en, lang)
    .refuse(paste0("kolom '%s': ", nl), paste0("column '%s': ", en), name, lang = lang)

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

.classes_taken <- c("haven_labelled", "haven_labelled_spss", "vctrs_vctr", "labelled", "AsIs",
                    "noquote", "character", "numeric", "double", "integer", "logical", "glue")

.kind_of <- function(kind, data, levels = NULL) list(kind, data, levels)

.column <- function(x, name, lang) {
    if (is.factor(x)) return(.kind_of("factor", .plain(x), enc2utf8(levels(x))))
    if (inherits(x, "Date")) return(.kind_of("date", as.numeric(.plain(x))))
    if (inherits(x, "POSIXt")) return(.kind_of("moment", .wall_seconds(x)))
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
