# harness.R: what the tests share: checks that are counted, numbers to the last bit, made tables.
library(doorstroom)

.counts <- c(passed = 0L, failed = 0L)

check <- function(what, is_so) {
    good <- tryCatch(isTRUE(is_so), error = function(e) {
        cat("  ", conditionMessage(e), "\n")
        FALSE
    })
    .counts[[if (good) "passed" else "failed"]] <<- .counts[[if (good) "passed" else "failed"]] + 1L
    if (!good) cat("FAILED:", what, "\n")
    invisible(good)
}

done <- function() {
    cat(sprintf("%d passed, %d failed\n", .counts[["passed"]], .counts[["failed"]]))
    if (.counts[["failed"]] > 0L || .counts[["passed"]] == 0L) quit("no", 1L)
}

# The condition that this ends in, or NULL.
caught <- function(expression) tryCatch({
    expression
    NULL
}, condition = function(c) c)

fails_as <- function(what, class, expression) {
    e <- tryCatch({
        expression
        NULL
    }, error = function(e) e)
    check(what, inherits(e, class) && inherits(e, "doorstroom_error"))
    invisible(e)
}

quiet <- function(expression) invisible(suppressWarnings(suppressMessages(expression)))

# C's own reading of a number: R's may be a last bit beside it.
.strtod <- local({
    folder <- tempfile("strtod")
    dir.create(folder)
    invisible(file.copy("support/strtod.c", folder))
    old <- setwd(folder)
    on.exit(setwd(old))
    Sys.setenv(R_TESTS = "") # of R CMD check, for R's own sake only
    made <- system2(file.path(R.home("bin"), "R"), c("CMD", "SHLIB", "strtod.c"), stdout = TRUE, stderr = TRUE)
    if (!is.null(attr(made, "status"))) stop(paste(made, collapse = "\n"))
    dyn.load(paste0("strtod", .Platform$dynlib.ext))
    function(texts) .Call("read_numbers", texts)
})

same_bits <- function(x, y) identical(as.numeric(x), as.numeric(y), num.eq = FALSE, single.NA = FALSE)

# A column of a data frame beside the csv's texts of it. words: of the states, where it has some.
.same_column <- function(column, texts, words) {
    attributes(column) <- NULL
    empty <- !nzchar(texts)
    if (!is.null(words)) {
        worded <- !is.na(words)
        if (!all(texts[worded] == words[worded]) || !all(is.na(column[worded]))) return(FALSE)
        empty <- empty | worded
    }
    if (!identical(which(is.na(column)), which(empty))) return(FALSE)
    column <- column[!empty]
    texts <- texts[!empty]
    switch(typeof(column), character = identical(column, texts),
           logical = identical(ifelse(column, "ja", "nee"), texts),
           integer = identical(as.character(column), texts),
           double = same_bits(column, .strtod(texts)), FALSE)
}

# The first column that differs; NULL: the same.
beside_csv <- function(frame, csv) {
    told <- utils::read.csv(text = csv, colClasses = "character", na.strings = character(),
                            check.names = FALSE, encoding = "UTF-8")
    names(told) <- enc2utf8(names(told))
    if (nrow(told) != nrow(frame)) return(sprintf("%d rows, not %d", nrow(frame), nrow(told)))
    states <- setdiff(names(frame), names(told))
    if (!all(endsWith(states, "_toestand")) || !identical(setdiff(names(frame), states), names(told)))
        return(paste("names", paste(setdiff(names(frame), names(told)), collapse = ",")))
    for (name in names(told)) {
        words <- frame[[paste0(name, "_toestand")]]
        if (paste0(name, "_toestand") %in% names(told)) words <- NULL
        texts <- enc2utf8(told[[name]])
        if (!.same_column(frame[[name]], texts, words)) return(name)
    }
    NULL
}

# A made register in a folder of this test; the same bytes every time.
made_register <- function(folder, persons = 3000, seed = 7) {
    quiet(ds_simulate(folder, persons = persons, seed = seed, progress = FALSE))
    quiet(ds_import(folder, progress = FALSE))
}

set.seed(20, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

made_pupils <- function(n = 300L) {
    group <- sample(0:3, n, TRUE)
    part <- as.integer(runif(n) < 0.15 + 0.1 * group)
    data.frame(mee = part, score = ifelse(runif(n) < 0.03, NA, sample(0:399, n, TRUE) / 8),
               groep = paste0("g", group), jaar = sample(2014:2016, n, TRUE),
               school = paste0("s", sample(0:24, n, TRUE)),
               y = round(group + part + 3 * runif(n), 3),
               z = ifelse(runif(n) < 0.03, NA, as.integer(runif(n) < 0.3 + 0.2 * part)))
}

made_before_after <- function() {
    units <- expand.grid(jaar = 2012:2017, eenheid = 0:39)
    start <- ifelse(units$eenheid < 12, 2014 + units$eenheid %% 3, 0)
    mee <- as.integer(start != 0 & units$jaar >= start)
    one <- data.frame(school = paste0("s", units$eenheid %/% 2), locatie = units$eenheid %% 2,
                      jaar = units$jaar, mee = mee)
    rbind(cbind(one, y = 0L, n = sample(3:14, nrow(one), TRUE)),
          cbind(one, y = 1L, n = sample(3:14, nrow(one), TRUE) + 6L * mee))
}

made_durations <- function(n = 336L) {
    year <- sample(1:5, n, TRUE)
    end <- sample(c("diploma", "weg", "bezig"), n, TRUE, c(0.5, 0.2, 0.3))
    data.frame(school = paste0("s", seq_len(n) %% 24L), mee = seq_len(n) %% 2L,
               jaar = ifelse(end == "bezig", 5L, year), einde = end)
}

made_survey <- function() {
    school <- rep(sprintf("S%02d", 0:13), each = 12L)
    n <- length(school)
    big <- as.integer(substr(school, 2L, 3L)) %% 3L == 0L
    data.frame(instelling = school, grootte = ifelse(big, "groot", "klein"),
               instellingen = ifelse(big, 20L, 31L), studenten = 300L, niveau = sample(2:4, n, TRUE),
               leerweg = sample(c("bol", "bbl"), n, TRUE), gewicht = round(5 + 20 * runif(n), 3),
               stress = sample(c("ja", "nee", NA), n, TRUE, c(0.3, 0.6, 0.1)))
}

write_csv <- function(frame, file) utils::write.csv(frame, file, row.names = FALSE, na = "", fileEncoding = "UTF-8")
