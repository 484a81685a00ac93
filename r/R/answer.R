# answer.R: an answer: a list of data frames, one a table, with the document that they are of.

.big <- function() match(match.arg(getOption("doorstroom.bigint", "refuse"),
                                   c("refuse", "double", "character", "integer64")),
                         c("refuse", "double", "character", "integer64")) - 1L

# A whole number that a double does not hold is refused, or said.
.check_big <- function(column, name, lang) {
    if (is.null(attr(column, "beyond"))) return(column)
    if (.big() == 0L) {
        nl <- sprintf("kolom '%s' heeft gehele getallen boven 2^53, die R als getal niet heeft: options(doorstroom.bigint = \"character\", \"integer64\" of \"double\")", name)
        en <- sprintf("column '%s' has whole numbers beyond 2^53, which R has no number for: options(doorstroom.bigint = \"character\", \"integer64\" or \"double\")", name)
        stop(.condition(c("doorstroom_bigint_error", "doorstroom_error", "error"), .say(lang, nl, en), nl = nl, en = en))
    }
    nl <- sprintf("kolom '%s' heeft gehele getallen boven 2^53: de laatste cijfers ervan zijn niet meer precies", name)
    en <- sprintf("column '%s' has whole numbers beyond 2^53: their last digits are not exact any more", name)
    warning(.condition(c("doorstroom_bigint_warning", "doorstroom_warning", "warning"), .say(lang, nl, en), nl = nl, en = en))
    attr(column, "beyond") <- NULL
    column
}

.labelled <- function(column, lang) {
    title <- attr(column, if (lang == "en") "titel_en" else "titel", exact = TRUE)
    if (!is.null(title)) attr(column, "label") <- title
    column
}

.as_frame <- function(columns, lang) {
    n <- attr(columns, "n_rows")
    attr(columns, "n_rows") <- NULL
    for (name in seq_along(columns))
        columns[[name]] <- .labelled(.check_big(columns[[name]], names(columns)[name], lang), lang)
    structure(columns, class = "data.frame", row.names = .set_row_names(n))
}

.table <- function(pointer, id, lang) {
    columns <- .Call(C_answer_table, pointer, id, .big())
    if (.is_error(columns)) stop(.error_of(columns, lang))
    .as_frame(columns, lang)
}

# The table that csv means when none is named; NULL where it has to be. Some have it twice, by the
# name of what was asked and by the name of its kind: the latter, which is always the same.
.main_table <- function(pointer, ids, lang) {
    if (length(ids) <= 1L) return(ids)
    columns <- .Call(C_answer_table, pointer, NULL, .big())
    if (.is_error(columns)) return(NULL)
    main <- .as_frame(columns, lang)
    for (id in rev(ids)) if (identical(main, .table(pointer, id, lang))) return(id)
    NULL
}

.answer <- function(pointer, words, lang) {
    ids <- .Call(C_answer_tables, pointer)
    tables <- lapply(ids, function(id) .table(pointer, id, lang))
    names(tables) <- ids
    class <- c(paste0("ds_", words[1L]), if (words[1L] %in% .evaluations) "ds_evaluation", "ds_answer")
    structure(tables, class = class, pointer = pointer, words = words, lang = lang,
              main = .main_table(pointer, ids, lang), about = .Call(C_answer_about, pointer))
}

# What was kept in a file has its tables, and no document any more.
.alive <- function(x) !is.null(.Call(C_answer_about, attr(x, "pointer")))

# What is to be said of the tables, a message a line: a data frame has no notes.
.tell_beside <- function(answer) {
    notes <- attr(answer, "about")$notes
    if (.is_error(notes)) stop(.error_of(notes, attr(answer, "lang")))
    for (line in strsplit(notes, "\n", fixed = TRUE)[[1L]])
        message(.condition(c("doorstroom_message", "message"), paste0(line, "\n")))
}

.forms <- c("table", "csv", "json", "html", "xlsx", "docx", "dta", "sav") # as ds_form has them

ds_text <- function(x, form = "table", table = NULL) {
    form <- match.arg(form, .forms)
    bytes <- .Call(C_answer_text, attr(x, "pointer"), match(form, .forms) - 1L, table)
    if (.is_error(bytes)) stop(.error_of(bytes, attr(x, "lang")))
    if (form %in% c("xlsx", "docx", "dta", "sav")) return(bytes)
    text <- rawToChar(bytes)
    Encoding(text) <- "UTF-8"
    text
}

print.ds_answer <- function(x, ...) {
    if (.alive(x)) {
        cat(ds_text(x))
    } else {
        for (id in names(x)) {
            cat(id, "\n", sep = "")
            print(x[[id]], ...)
        }
    }
    invisible(x)
}

.pick <- function(x, table) {
    if (is.null(table)) table <- attr(x, "main")
    lang <- attr(x, "lang")
    if (length(table) != 1L)
        .refuse("dit antwoord heeft %d tabellen, kies er een met table: %s",
                "this answer has %d tables, choose one by table: %s",
                length(x), paste(names(x), collapse = ", "), lang = lang)
    if (!table %in% names(x))
        .refuse("dit antwoord heeft geen tabel '%s'; wel: %s", "this answer has no table '%s', but: %s",
                table, paste(names(x), collapse = ", "), lang = lang)
    x[[table]]
}

as.data.frame.ds_answer <- function(x, row.names = NULL, optional = FALSE, table = NULL,
                                    stringsAsFactors = FALSE, ...) {
    frame <- .pick(x, table)
    if (stringsAsFactors) {
        texts <- vapply(frame, is.character, NA)
        frame[texts] <- lapply(frame[texts], function(column) {
            kept <- attributes(column)[c("label", "titel", "titel_en")]
            column <- factor(column, levels = unique(column[!is.na(column)]))
            attributes(column) <- c(attributes(column), kept[!vapply(kept, is.null, NA)])
            column
        })
    }
    if (!is.null(row.names)) row.names(frame) <- row.names
    frame
}

# A table by its name, else a column of the table that csv has: never NULL for what is not there.
`$.ds_answer` <- function(x, name) {
    if (name %in% names(x)) return(x[[name]])
    frame <- .pick(x, NULL)
    if (!name %in% names(frame))
        .refuse("dit antwoord heeft geen tabel of kolom '%s'; tabellen: %s; kolommen: %s",
                "this answer has no table or column '%s'; tables: %s; columns: %s",
                name, paste(names(x), collapse = ", "), paste(names(frame), collapse = ", "), lang = attr(x, "lang"))
    frame[[name]]
}

with.ds_answer <- function(data, expr, ...) eval(substitute(expr), .pick(data, NULL), parent.frame())

plot.ds_answer <- function(x, ...)
    .refuse("een figuur is er hier van effect, match en did; van andere antwoorden maakt u haar van as.data.frame(), of met ds_text(x, \"html\")",
            "there is a figure of effect, match and did here; of other answers make it of as.data.frame(), or by ds_text(x, \"html\")",
            lang = attr(x, "lang"))

head.ds_answer <- function(x, ..., table = NULL) utils::head(.pick(x, table), ...)

summary.ds_answer <- function(object, ...)
    data.frame(table = names(object), rows = vapply(object, nrow, 1L),
               columns = vapply(object, function(t) paste(names(t), collapse = ", "), ""),
               row.names = NULL, stringsAsFactors = FALSE)
