# frames.R: what goes over to the library is what the data frame has: types, encodings, missing, and
# what it refuses.
source("support/harness.R")

back <- function(data) {
    columns <- .Call(doorstroom:::C_frame_back, doorstroom:::.frame(data), 0L)
    lapply(columns, function(column) {
        attributes(column) <- NULL
        column
    })
}

n <- c(1L, NA, -2147483647L, 2147483647L)
d <- c(0.1, NA, NaN, -1e-300)
came <- back(data.frame(n = n, d = d, l = c(TRUE, NA, FALSE, TRUE), t = c("a", NA, "", "\u00e9")))
check("integers, with their NA", identical(came$n, n))
check("doubles to the last bit; NA and NaN are nothing", same_bits(came$d[c(1, 4)], d[c(1, 4)]) && all(is.na(came$d[2:3])))
check("logical", identical(came$l, c(TRUE, NA, FALSE, TRUE)))
check("text, and nothing is not empty", identical(came$t, c("a", NA, "", "\u00e9")))

latin <- "caf\xe9"
Encoding(latin) <- "latin1"
bytes <- back(data.frame(t = c(latin, "caf\u00e9")))$t
check("latin1 becomes UTF-8", identical(lapply(bytes, charToRaw), rep(list(charToRaw(enc2utf8("caf\u00e9"))), 2L)))
odd <- "caf\u00e9"
names <- stats::setNames(data.frame(1L), latin)
check("a name in latin1 does, too", identical(charToRaw(names(back(names))), charToRaw(enc2utf8(odd))))

f <- factor(c("b", "a", NA, "b"), levels = c("a", "b", "never"))
check("factor", identical(back(data.frame(f = f))$f, c("b", "a", NA, "b")))
check("factor with a level that is missing", identical(back(data.frame(f = addNA(f)))$f, c("b", "a", NA, "b")))
check("factor without levels", identical(back(data.frame(f = factor(c(NA, NA))))$f, c(NA_character_, NA_character_)))

days <- as.Date(c("2022-10-01", NA, "1900-02-28"))
check("Date", identical(back(data.frame(d = days))$d, c(19266L, NA, -25509L)))
noon <- as.POSIXct("2022-10-01 12:30:00", tz = "Europe/Amsterdam")
check("a moment is what the clock on the wall said", identical(back(data.frame(m = noon))$m, 19266 * 86400e6 + 45000e6))
check("POSIXlt", identical(back(data.frame(m = as.POSIXlt(noon)))$m, 19266 * 86400e6 + 45000e6))

wide <- structure(c(4.940656e-324, 0), class = "integer64") # bit64's 1 and 0
check("integer64", identical(back(data.frame(i = I(wide)))$i, c(1L, 0L)) || identical(back(structure(list(i = wide), class = "data.frame", row.names = 1:2))$i, c(1L, 0L)))

labelled <- structure(c(1, 2, 9, NA), labels = c(ja = 1, nee = 2), na_values = 9,
                      class = c("haven_labelled_spss", "haven_labelled", "vctrs_vctr", "double"))
check("labelled: the values, without those that mean missing", identical(back(data.frame(x = I(labelled)))$x, c(1, 2, NA, NA)))
ranged <- structure(c(1, 97, 99), labels = c(ja = 1), na_range = c(96, Inf), class = c("haven_labelled_spss", "haven_labelled", "double"))
check("labelled: a range of missing values", identical(back(structure(list(x = ranged), class = "data.frame", row.names = 1:3))$x, c(1, NA, NA)))

check("no rows", identical(lengths(back(data.frame(a = integer(), b = character()))), c(a = 0L, b = 0L)))
many <- as.data.frame(matrix(seq_len(2000 * 3), 3, 2000))
check("a wide frame", identical(unname(back(many)), unname(lapply(many, identity))))

fails_as("a column of lists", "doorstroom_usage_error", back(data.frame(a = I(list(1, 2)))))
fails_as("complex numbers", "doorstroom_usage_error", back(data.frame(a = 1i)))
e <- fails_as("a class that is not known", "doorstroom_usage_error", back(data.frame(duur = as.difftime(1, units = "hours"))))
check("the message names the column in both languages", grepl("'duur'", e$nl) && grepl("'duur'", e$en) && grepl("difftime", e$en))
fails_as("a matrix in a column", "doorstroom_usage_error", back(data.frame(a = I(matrix(1:4, 2)))))

# What has no value of its own there is refused at its row, and is not missing.
for (bad in list(as.Date(c(1, NA, Inf), origin = "1970-01-01"), as.Date(c(1, NA, -1e12), origin = "1970-01-01"),
                 as.POSIXct(c(0, NA, Inf), origin = "1970-01-01", tz = "UTC"),
                 as.POSIXct(c(0, NA, -1e13), origin = "1970-01-01", tz = "UTC"),
                 structure(c(1L, NA, 3L), levels = c("a", "b"), class = "factor"),
                 structure(c(1L, NA, -3L), levels = c("a", "b"), class = "factor"),
                 structure(c(1L, NA, 0L), levels = c("a", "b"), class = "factor"))) {
    e <- fails_as(paste(class(bad)[1L], "without a value"), "doorstroom_usage_error",
                  back(structure(list(d = bad), class = "data.frame", row.names = 1:3)))
    check("at its column and row", grepl("'d'", e$nl) && grepl("rij 3", e$nl) && grepl("row 3", e$en))
}

# The library refuses what no csv has, with the place and without the value.
refused <- function(data) tryCatch(quiet(ds_describe(data)), error = function(e) e)
e <- refused(data.frame(geheim = c(1, Inf)))
check("infinity is refused at its place", inherits(e, "doorstroom_input_error") && grepl("^arrow:", e$file) && e$line > 0)
bad <- "a\xff"
Encoding(bad) <- "UTF-8"
e <- refused(data.frame(geheim = c("x", bad)))
check("what is no UTF-8 is refused at its place", inherits(e, "doorstroom_input_error") && e$line > 0 && !grepl("\xff", conditionMessage(e), fixed = TRUE, useBytes = TRUE))

# Every kind of column as the library reads it.
all_kinds <- structure(list(n = 1:2, d = c(0.5, 1e-7), t = c(latin, NA), f = factor(c("x", "y")), l = c(TRUE, NA),
                            dag = as.Date(c("2022-10-01", NA)), i = wide), class = "data.frame", row.names = 1:2)
seen <- quiet(ds_describe(all_kinds))
check("the library sees all columns and rows", any(grepl("\\bdag\\b", ds_text(seen, "csv", names(seen)[1L]))))
done()
