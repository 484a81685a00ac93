# weave.R: the engine of this package's own vignettes: a page of html with R in it, so that they need
# neither pandoc nor LaTeX.
#
#     <!--r figure="What the picture shows" width=7 height=4
#     plot(...)
#     -->
#
# is R code: shown, with what it prints below it, and with the picture that it draws when it has a
# figure (the text is read aloud in its place). hide leaves the code out. <!--= expression --> is
# what the expression gives, in mid-sentence.

.html <- function(text) {
    for (pair in list(c("&", "&amp;"), c("<", "&lt;"), c(">", "&gt;"), c("\"", "&quot;")))
        text <- gsub(pair[1L], pair[2L], text, fixed = TRUE)
    text
}

# The page as pieces: text, or code with its options.
.pieces <- function(lines) {
    pieces <- list()
    text <- character()
    i <- 1L
    while (i <= length(lines)) {
        if (grepl("^<!--r( |$)", lines[i])) {
            end <- i + which(lines[-seq_len(i)] == "-->")[1L]
            if (is.na(end)) stop(sprintf("line %d: this code has no end", i))
            options <- sub("^<!--r *", "", lines[i])
            pieces <- c(pieces, list(list(text = text)),
                        list(list(code = lines[seq_len(end - i - 1L) + i], options = options, line = i)))
            text <- character()
            i <- end + 1L
        } else {
            text <- c(text, lines[i])
            i <- i + 1L
        }
    }
    c(pieces, list(list(text = text)))
}

.option <- function(options, name, otherwise) {
    at <- regmatches(options, regexec(sprintf("\\b%s=(\"([^\"]*)\"|[^ ]+)", name), options))[[1L]]
    if (length(at) == 0L) otherwise else if (nzchar(at[3L])) at[3L] else at[2L]
}

.inline <- function(text, env) {
    one <- paste(text, collapse = "\n")
    repeat {
        at <- regexpr("<!--= (.*?) -->", one, perl = TRUE)
        if (at < 0L) break
        found <- regmatches(one, at)
        value <- eval(parse(text = sub("^<!--= (.*) -->$", "\\1", found)), env)
        regmatches(one, at) <- .html(paste(format(value), collapse = ", "))
    }
    one
}

# What the code prints, with messages and warnings where they came; errors end the page.
.run_code <- function(code, env) {
    out <- character()
    keep <- function(text) out <<- c(out, text)
    for (expression in parse(text = code, keep.source = FALSE)) {
        printed <- utils::capture.output(withCallingHandlers({
            value <- withVisible(eval(expression, env))
            if (value$visible) print(value$value)
        }, message = function(m) {
            cat(conditionMessage(m))
            invokeRestart("muffleMessage")
        }, warning = function(w) {
            cat(conditionMessage(w), "\n", sep = "")
            invokeRestart("muffleWarning")
        }))
        keep(printed)
    }
    paste(out, collapse = "\n")
}

# The picture as svg in the page. Names in it get the number of the picture, for a page has several.
.picture <- function(file, alt, number) {
    svg <- paste(readLines(file, warn = FALSE, encoding = "UTF-8"), collapse = "\n")
    svg <- sub("^.*?<svg", "<svg", svg)
    svg <- gsub("(id=\"|href=\"#|url\\(#)", paste0("\\1f", number, "-"), svg)
    sprintf("<figure role=\"img\" aria-label=\"%s\">%s</figure>", .html(alt), svg)
}

.weave_code <- function(piece, env, number) {
    alt <- .option(piece$options, "figure", NULL)
    shown <- if (grepl("\\bhide\\b", piece$options)) "" else
        sprintf("<pre class=\"code\"><code>%s</code></pre>", .html(paste(piece$code, collapse = "\n")))
    file <- tempfile(fileext = ".svg")
    on.exit(unlink(file))
    drawn <- !is.null(alt) && capabilities("cairo")
    if (drawn) {
        grDevices::svg(file, as.numeric(.option(piece$options, "width", 7)),
                       as.numeric(.option(piece$options, "height", 4)))
        device <- grDevices::dev.cur()
        on.exit(grDevices::dev.off(device), add = TRUE, after = FALSE)
    }
    out <- .run_code(piece$code, env)
    if (drawn) {
        grDevices::dev.off(device)
        on.exit(unlink(file))
    }
    paste0(shown, if (nzchar(out)) sprintf("<pre>%s</pre>", .html(out)), "\n",
           if (drawn) .picture(file, alt, number))
}

.page_style <- "body{max-width:48rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 sans-serif;color:#1a1a1a}
pre{overflow-x:auto;padding:.6rem;border-left:.25rem solid #c8d4e0;font-size:.85rem;line-height:1.35}
pre.code{background:#f2f5f8;border-color:#1f4e79}svg{max-width:100%;height:auto}figure{margin:1rem 0}
table{border-collapse:collapse}th,td{padding:.15rem .7rem;border-bottom:1px solid #c8d4e0;text-align:right}
th:first-child,td:first-child,td:nth-child(2){text-align:left}"

.weave <- function(file, ...) {
    lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
    title <- sub(".*\\\\VignetteIndexEntry\\{([^}]*)\\}.*", "\\1", grep("VignetteIndexEntry", lines, value = TRUE)[1L])
    lang <- if (any(grepl("lang=en", lines[1L], fixed = TRUE))) "en" else "nl"
    env <- new.env(parent = globalenv())
    old <- options(width = 90L, doorstroom.progress = FALSE, doorstroom.lang = lang)
    on.exit(options(old))
    body <- character()
    for (piece in .pieces(lines))
        body <- c(body, if (is.null(piece$code)) .inline(piece$text, env) else .weave_code(piece, env, length(body)))
    out <- sub("[.]Rhtml$", ".html", basename(file))
    page <- c("<!DOCTYPE html>", sprintf("<html lang=\"%s\">", lang), "<head>", "<meta charset=\"utf-8\">",
              "<meta name=\"viewport\" content=\"width=device-width\">", sprintf("<title>%s</title>", .html(title)),
              sprintf("<style>%s</style>", .page_style), "</head>", "<body>", body, "</body>", "</html>")
    writeLines(enc2utf8(page), out, useBytes = TRUE)
    out
}

.tangle <- function(file, ...) {
    lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
    code <- lapply(.pieces(lines), function(piece) piece$code)
    out <- sub("[.]Rhtml$", ".R", basename(file))
    writeLines(enc2utf8(unlist(code)), out, useBytes = TRUE)
    out
}

.register_weaver <- function()
    tools::vignetteEngine("html", weave = .weave, tangle = .tangle, pattern = "[.]Rhtml$",
                          package = "doorstroom")
