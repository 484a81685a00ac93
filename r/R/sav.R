# sav.R: a data frame with labelled columns as the bytes of an SPSS file (.sav), so that the
# program's own reader decides what is a value and what a label: it knows the columns, the codes and
# the mapping of the work folder, and nothing here has to.
#
# The layout is that of the system file: a header, a record a variable (and one more for every next
# 8 bytes of a text), value labels, the long names, the encoding, and the rows, uncompressed. A text of
# more than 255 bytes is several variables, segments, of which the first has its name: one for every
# 252 bytes of its width, each of 255 bytes that are filled up before the next (PSPP Developers Guide,
# System File Format, Very Long String Record).

.sav_int <- function(x) writeBin(as.integer(x), raw(), endian = "little")
.sav_double <- function(x) writeBin(as.double(x), raw(), endian = "little")
.sav_nothing <- -.Machine$double.xmax
.sav_longest <- 32767L # of a text, in bytes: SPSS has no wider variables

# Bytes of a text, filled up with blanks.
.sav_text <- function(text, size) {
    bytes <- charToRaw(text)
    c(bytes, rep(as.raw(32L), size - length(bytes)))[seq_len(size)]
}

.sav_dates <- 86400 * 141428 # seconds from 14 October 1582 to 1970

# A column as SPSS has it: values, width (0: numbers), format, labels.
.sav_column <- function(x, name, lang) {
    made <- .column(x, name, lang)
    values <- made[[2L]]
    labels <- attr(x, "labels", exact = TRUE)
    format <- c(5L, 8L, 2L) # F8.2
    if (made[[1L]] == "factor") values <- made[[3L]][values]
    if (made[[1L]] == "integer64") values <- .integer64_text(values)
    if (made[[1L]] == "logical") values <- c("false", "true")[values + 1L]
    if (made[[1L]] == "date") {
        values <- values * 86400 + .sav_dates
        format <- c(20L, 11L, 0L)
    }
    if (made[[1L]] == "moment") {
        values <- values + .sav_dates
        format <- c(22L, 20L, 0L)
    }
    if (is.character(values)) values <- enc2utf8(values)
    width <- if (!is.character(values)) 0L else max(1L, nchar(c(values, if (is.character(labels)) labels), "bytes"), na.rm = TRUE)
    if (width > .sav_longest)
        .refuse_column(name, "tekst van meer dan 32767 bytes gaat niet samen met gelabelde kolommen, die als SPSS-bestand gaan; maak van de gelabelde kolommen eerst factoren",
                       "text of more than 32767 bytes does not go with labelled columns, which go as a file of SPSS; make factors of the labelled columns first", lang)
    list(values = values, width = width, format = format, labels = labels)
}

# bit64's own numbers, without bit64.
.integer64_text <- function(x) {
    class(x) <- NULL
    as.vector(.Call(C_frame_back, .Call(C_frame, list(x = .kind_of("integer64", x)), length(x)), 2L)[[1L]], "character")
}

# Names of at most 8 bytes that no two variables share: V and the column's number in 36 digits, and of a
# segment three digits more.
.sav_digits <- function(number, size) {
    digits <- c(0:9, LETTERS)
    vapply(number, function(n) paste(digits[n %/% 36^((size - 1L):0) %% 36 + 1], collapse = ""), "")
}
.sav_short <- function(number) paste0("V", .sav_digits(number, 4L))

# The widths of the variables that a column is.
.sav_segments <- function(width) {
    n <- max(1L, (width + 251L) %/% 252L)
    if (width <= 255L) width else c(rep(255L, n - 1L), width - (n - 1L) * 252L)
}

.sav_slots <- function(width) as.integer(sum(pmax(1, ceiling(.sav_segments(width) / 8)))) # of 8 bytes

.sav_variable <- function(column, number) {
    segments <- .sav_segments(column$width)
    more <- c(.sav_int(c(2L, -1L, 0L, 0L, 0L, 0L)), .sav_text("", 8L))
    unlist(lapply(seq_along(segments), function(i) {
        format <- if (column$width > 0L) c(1L, segments[i], 0L) else column$format
        code <- .sav_int(format[1L] * 65536L + format[2L] * 256L + format[3L])
        name <- if (i == 1L) .sav_short(number) else sprintf("%s%s", .sav_short(number), .sav_digits(i, 3L))
        c(.sav_int(c(2L, segments[i], 0L, 0L)), code, code, .sav_text(name, 8L),
          rep(more, max(0L, ceiling(segments[i] / 8) - 1L)))
    }))
}

# Labels of texts beyond 8 bytes have a record of their own.
.sav_labels <- function(column, index) {
    labels <- column$labels
    labels <- labels[!is.na(labels)]
    if (length(labels) == 0L || column$width > 8L) return(raw())
    texts <- lapply(enc2utf8(names(labels)), charToRaw)
    c(.sav_int(c(3L, length(labels))),
      unlist(lapply(seq_along(labels), function(i) {
          value <- if (column$width > 0L) .sav_text(enc2utf8(labels[[i]]), 8L) else .sav_double(labels[[i]])
          text <- texts[[i]][seq_len(min(255L, length(texts[[i]])))]
          c(value, as.raw(length(text)), text, raw(-(1L + length(text)) %% 8L))
      })), .sav_int(c(4L, 1L, index)))
}

.sav_long_labels <- function(columns, names) {
    body <- unlist(lapply(seq_along(columns), function(i) {
        column <- columns[[i]]
        labels <- column$labels[!is.na(column$labels)]
        if (length(labels) == 0L || column$width <= 8L) return(raw())
        name <- charToRaw(enc2utf8(names[i]))
        c(.sav_int(length(name)), name, .sav_int(c(column$width, length(labels))),
          unlist(lapply(seq_along(labels), function(k) {
              text <- charToRaw(enc2utf8(names(labels)[k]))
              c(.sav_int(column$width), .sav_text(enc2utf8(labels[[k]]), column$width),
                .sav_int(length(text)), text)
          })))
    }))
    if (length(body) == 0L) raw() else c(.sav_int(c(7L, 21L, 1L, length(body))), body)
}

.sav_extension <- function(subtype, text) {
    bytes <- charToRaw(text)
    c(.sav_int(c(7L, subtype, 1L, length(bytes))), bytes)
}

# Which variables go on in the next ones. A zero byte and a tab end each, and R has no texts with a zero.
.sav_widths <- function(columns) {
    long <- which(vapply(columns, function(c) c$width > 255L, NA))
    body <- unlist(lapply(long, function(i)
        c(charToRaw(sprintf("%s=%05d", .sav_short(i), columns[[i]]$width)), as.raw(c(0L, 9L)))))
    if (length(long) == 0L) raw() else c(.sav_int(c(7L, 14L, 1L, length(body))), body)
}

# The bytes of a column, a row a column of the matrix.
.sav_values <- function(column) {
    n <- length(column$values)
    if (column$width == 0L) {
        values <- as.double(column$values)
        values[is.na(values)] <- .sav_nothing
        return(matrix(.sav_double(values), 8L, n))
    }
    size <- 8L * .sav_slots(column$width)
    texts <- column$values
    texts[is.na(texts)] <- ""
    bytes <- matrix(as.raw(32L), size, n)
    sizes <- nchar(texts, "bytes")
    place <- sequence(sizes)
    at <- place + (place - 1L) %/% 255L + rep(size * (seq_len(n) - 1), sizes) # a segment takes 256, the last of them blank
    bytes[at] <- charToRaw(paste(texts, collapse = ""))
    bytes
}

.sav_name_max <- 64L # bytes; a reader takes more for a file that is damaged

.sav_bytes <- function(data, lang) {
    long <- which(nchar(enc2utf8(names(data)), "bytes") > .sav_name_max)
    if (length(long) > 0L)
        .refuse_column(names(data)[long[1L]], "een naam van meer dan 64 bytes gaat niet samen met gelabelde kolommen",
                       "a name of more than 64 bytes does not go with labelled columns", lang)
    columns <- lapply(seq_along(data), function(i) .sav_column(data[[i]], names(data)[i], lang))
    slots <- vapply(columns, function(c) .sav_slots(c$width), 1L)
    index <- cumsum(c(1L, slots))
    head <- c(charToRaw("$FL2"), .sav_text("@(#) SPSS DATA FILE doorstroom R package", 60L),
              .sav_int(c(2L, sum(slots), 0L, 0L, nrow(data))), .sav_double(100), .sav_text("01 Jan 26", 9L),
              .sav_text("00:00:00", 8L), .sav_text("", 64L), raw(3L))
    names <- paste(sprintf("%s=%s", .sav_short(seq_along(data)), enc2utf8(names(data))), collapse = "\t")
    c(head, unlist(lapply(seq_along(columns), function(i) .sav_variable(columns[[i]], i))),
      unlist(lapply(seq_along(columns), function(i) .sav_labels(columns[[i]], index[i]))),
      .sav_int(c(7L, 3L, 4L, 8L, 20L, 0L, 0L, -1L, 1L, 1L, 2L, 65001L)),
      .sav_extension(13L, names), .sav_widths(columns), .sav_extension(20L, "UTF-8"), .sav_long_labels(columns, names(data)),
      .sav_int(c(999L, 0L)), as.vector(do.call(rbind, lapply(columns, .sav_values))))
}
