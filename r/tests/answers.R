# answers.R: an answer as R has it: tables, texts, titles, big numbers, what is kept of it; summary and
# plot of an evaluation.
source("support/harness.R")
options(doorstroom.progress = FALSE, doorstroom.lang = "nl")
folder <- tempfile("antwoorden")
dir.create(folder)
old <- setwd(folder)
made_register("proef", persons = 500)

x <- quiet(ds_tally("proef", indicator = c("vsv", "switch"), by = "leerweg"))
check("an answer is a list of data frames", all(vapply(x, is.data.frame, NA)) && all(c("vsv", "cellen") %in% names(x)))
check("as.data.frame is the table that csv has", identical(as.data.frame(x), x[["cellen"]]))
check("one table by name", identical(as.data.frame(x, table = "vsv"), x[["vsv"]]))
check("a column of the table that csv has", identical(x$teller, x[["cellen"]]$teller) && identical(x$vsv, x[["vsv"]]))
check("with", identical(with(x, sum(teller) / sum(noemer)), sum(x$teller) / sum(x$noemer)))
fails_as("what is not there is not NULL", "doorstroom_usage_error", x$tellr)
fails_as("a figure of what has none", "doorstroom_usage_error", plot(x))
check("head", identical(head(x, 3L), utils::head(x[["cellen"]], 3L)) && nrow(head(x, 3L)) == 3L)
check("summary names the tables", identical(summary(x)$table, names(x)))
f <- as.data.frame(x, stringsAsFactors = TRUE)
check("factors when asked", is.factor(f$leerweg) && identical(as.character(f$leerweg), as.character(x[["cellen"]]$leerweg)))
title <- attr(x[["cellen"]]$percentage, "titel")
check("titles are attributes", identical(title, "%") && identical(attr(x[["cellen"]]$percentage, "label"), "%"))
check("print is what the program shows", identical(paste0(paste(utils::capture.output(print(x)), collapse = "\n"), "\n"), ds_text(x)))
narrow <- local({
    before <- options(width = 60L)
    on.exit(options(before))
    quiet(ds_tally("proef", indicator = "vsv"))
})
check("a text is as wide as R's", max(nchar(strsplit(ds_text(narrow), "\n")[[1L]])) <= 60L)
check("html and json are texts, xlsx is bytes", grepl("<html", ds_text(x, "html")) && grepl("^[[{]", ds_text(x, "json")) &&
      identical(rawToChar(ds_text(x, "xlsx")[1:2]), "PK"))

# Tables with other columns: each under its name, which --table knows, and none that is not to be had.
for (several in list(quiet(ds_tally("proef", indicator = c("vsv", "studieduur"))), quiet(ds_tally("proef", by = "standaard", indicator = "vsv")),
                     quiet(ds_tally("proef")), quiet(ds_demo("demo", persons = 1000)))) {
    check("all tables are there", length(several) > 1L && all(vapply(several, is.data.frame, NA)) && !anyDuplicated(names(several)))
    fails_as("and one is to be chosen", "doorstroom_usage_error", as.data.frame(several))
}
several <- quiet(ds_tally("proef", by = "standaard", indicator = "vsv"))
for (id in names(several)) check(paste(id, "is what table = gives"), identical(
    as.data.frame(quiet(ds_tally("proef", by = "standaard", indicator = "vsv", table = id))), several[[id]]))
quiet(ds_tally("proef", indicator = c("vsv", "studieduur"), table = "studieduur", out = "duur.dta"))
quiet(ds_tally("proef", indicator = c("vsv", "studieduur"), table = "studieduur", out = "duur.sav"))
check("one of them goes to Stata and SPSS", all(file.size(c("duur.dta", "duur.sav")) > 500))
fails_as("more than one does not", "doorstroom_usage_error", ds_tally("proef", indicator = c("vsv", "studieduur"), out = "x.sav"))

saveRDS(x, "x.rds")
y <- readRDS("x.rds")
check("tables outlive the session", identical(as.data.frame(y), as.data.frame(x)) && any(grepl("cellen", utils::capture.output(print(y)))))

# Whole numbers that a double does not hold.
big <- structure(list(a = structure(c(4.450148e-308, 4.940656e-324), class = "integer64")), class = "data.frame", row.names = 1:2)
beyond <- function(how) {
    options(doorstroom.bigint = how)
    on.exit(options(doorstroom.bigint = NULL))
    columns <- .Call(doorstroom:::C_frame_back, doorstroom:::.frame(big), doorstroom:::.big())
    doorstroom:::.as_frame(columns, "nl")$a
}
fails_as("beyond 2^53 is refused", "doorstroom_bigint_error", beyond("refuse"))
check("or given as a double with a word", inherits(caught(beyond("double")), "doorstroom_bigint_warning"))
check("or as text, exactly", identical(grepl("^[0-9]{16}$", beyond("character")[1L]), TRUE))
check("or as integer64", inherits(beyond("integer64"), "integer64") && same_bits(unclass(beyond("integer64")), unclass(big$a)))

m <- quiet(ds_match(data = made_pupils(), treatment = "mee", outcome = c("y", "z"), covariates = "score", factors = "groep"))
s <- summary(m)
check("the summary has the estimates as they are", identical(as.numeric(s$verschil), as.numeric(m[["uitkomsten"]]$verschil)))
check("stars are of p", identical(as.character(s[[" "]][1L]), if (s$p[1L] < 0.01) "**" else if (s$p[1L] < 0.05) "*" else ""))
check("it prints", any(grepl("verschil", utils::capture.output(print(s)))))
d <- quiet(ds_did(data = made_before_after(), unit = c("school", "locatie"), time = "jaar", treatment = "mee", outcome = "y", count = "n", replicates = 50))
grDevices::pdf(NULL)
drawn <- plot(m)
check("a plot gives what it drew", identical(as.numeric(drawn$verschil), as.numeric(m[["uitkomsten"]]$verschil)))
check("the plot of before and after is by year", all(plot(d)$soort == "jaar"))
check("levels", nrow(plot(m, what = "levels", outcome = "y")) == 1L)
invisible(grDevices::dev.off())
fails_as("an outcome that is not there", "doorstroom_usage_error", plot(m, outcome = "q"))

check("help is said by the library", any(grepl("--indicator", utils::capture.output(ds_help("tally", lang = "en")))))
check("the versions belong together", ds_version()[["library"]] == ds_version()[["headers"]])

setwd(old)
unlink(folder, recursive = TRUE)
done()
