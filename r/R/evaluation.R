# evaluation.R: what effect, match and did estimate: in a table and in a figure of base graphics.

.estimates <- function(x) {
    frame <- .pick(x, NULL)
    for (name in c("evaluation", "outcome", "soort")) # not of every command
        if (is.null(frame[[name]])) frame[[name]] <- NA_character_
    for (name in c("jaar", "afstand"))
        if (is.null(frame[[name]])) frame[[name]] <- NA_integer_
    frame$when <- ifelse(is.na(frame$jaar), frame$afstand, frame$jaar)
    frame
}

.of_outcome <- function(frame, outcome, evaluation, lang) {
    for (what in c("evaluation", "outcome")) {
        wanted <- get(what)
        if (is.null(wanted)) next
        unknown <- setdiff(wanted, frame[[what]])
        if (length(unknown) > 0L)
            .refuse("'%s' staat niet in dit antwoord; wel: %s", "'%s' is not in this answer, but: %s",
                    unknown[1L], paste(unique(frame[[what]]), collapse = ", "), lang = lang)
        frame <- frame[frame[[what]] %in% wanted, , drop = FALSE]
    }
    frame
}

# The p-value that counts: over all years and outcomes together where that was worked out.
.p_of <- function(frame) if (is.null(frame$p_holm)) frame$p else ifelse(is.na(frame$p_holm), frame$p, frame$p_holm)

.stars <- function(p) ifelse(is.na(p), "", ifelse(p < 0.01, "**", ifelse(p < 0.05, "*", "")))

summary.ds_evaluation <- function(object, outcome = NULL, evaluation = NULL, ...) {
    lang <- attr(object, "lang")
    frame <- .of_outcome(.estimates(object), outcome, evaluation, lang)
    frame <- frame[!frame$soort %in% "groep", , drop = FALSE] # of did: each starting year apart
    p <- .p_of(frame)
    kept <- intersect(c("evaluation", "outcome", "soort", "jaar", "afstand", "n_behandeld", "n_controle",
                        "behandeld", "controle", "verschil", "se", "laag", "hoog"), names(frame))
    kept <- kept[!vapply(frame[kept], function(column) all(is.na(column)), NA)]
    structure(cbind(as.data.frame(frame)[kept], p = as.numeric(p), " " = .stars(p)),
              class = c("summary.ds_evaluation", "data.frame"), lang = lang)
}

print.summary.ds_evaluation <- function(x, digits = 3L, ...) {
    lang <- attr(x, "lang")
    plain <- as.data.frame(lapply(x, function(column) {
        attr(column, "label") <- NULL
        column
    }), check.names = FALSE)
    names(plain) <- names(x)
    print.data.frame(plain, digits = digits, row.names = FALSE, na.print = "")
    cat(.say(lang,
        "verschil: deelnemers min vergelijkbare anderen; laag en hoog: 95 %; * p < 0,05; ** p < 0,01\n",
        "verschil: who took part minus comparable others; laag and hoog: 95 %; * p < 0.05; ** p < 0.01\n"))
    invisible(x)
}

.axis_text <- function(frame, lang)
    if (all(is.na(frame$when))) "" else if (all(is.na(frame$jaar))) {
        .say(lang, "jaren na de start", "years after the start")
    } else {
        .say(lang, "jaar", "year")
    }

# Where each estimate stands: by year, or side by side where there is none.
.places <- function(frame) {
    at <- frame$when
    at[is.na(at)] <- seq_len(sum(is.na(at)))
    as.numeric(at)
}

.axis_of <- function(frame, at) {
    labels <- ifelse(is.na(frame$when), frame$outcome, frame$when)
    graphics::axis(1, at = at, labels = labels)
}

.draw_effects <- function(frame, title, lang, col, ...) {
    at <- .places(frame)
    reach <- range(0, frame$verschil, frame$laag, frame$hoog, na.rm = TRUE, finite = TRUE)
    graphics::plot(NULL, xlim = range(at) + c(-0.5, 0.5), ylim = reach, xaxt = "n", main = title,
                   xlab = .axis_text(frame, lang), ylab = .say(lang, "verschil", "difference"), ...)
    .axis_of(frame, at)
    graphics::abline(h = 0, col = "grey60")
    graphics::segments(at, frame$laag, at, frame$hoog, col = col[1L], lwd = 2)
    graphics::points(at, frame$verschil, pch = ifelse(.p_of(frame) < 0.05 & !is.na(.p_of(frame)), 19, 21),
                     bg = "white", col = col[1L], cex = 1.2)
}

.draw_levels <- function(frame, title, lang, col, ...) {
    at <- .places(frame)
    reach <- range(0, frame$behandeld, frame$controle, na.rm = TRUE, finite = TRUE)
    graphics::plot(NULL, xlim = range(at) + c(-0.5, 0.5), ylim = c(reach[1L], reach[2L] + 0.15 * diff(reach)),
                   xaxt = "n", main = title, xlab = .axis_text(frame, lang), ylab = "", ...)
    .axis_of(frame, at)
    graphics::lines(at, frame$behandeld, type = "b", pch = 19, col = col[1L], lwd = 2)
    graphics::lines(at, frame$controle, type = "b", pch = 21, bg = "white", col = col[2L], lwd = 2)
    graphics::text(at, pmax(frame$behandeld, frame$controle), .stars(.p_of(frame)), pos = 3)
    graphics::legend("topleft", bty = "n", horiz = TRUE, col = col, lwd = 2, pch = c(19, 21), pt.bg = "white",
                     legend = .say(lang, c("deelnemers", "vergelijkbare anderen"), c("took part", "comparable others")))
}

plot.ds_evaluation <- function(x, outcome = NULL, evaluation = NULL, what = c("effects", "levels"),
                               col = c("#1f4e79", "#b85c00"), main = NULL, ask = NULL, ...) {
    what <- match.arg(what)
    lang <- attr(x, "lang")
    frame <- .of_outcome(.estimates(x), outcome, evaluation, lang)
    if (what == "levels" && is.null(frame$behandeld))
        .refuse("dit antwoord heeft geen gemiddelden van deelnemers en anderen",
                "this answer has no means of who took part and of others", lang = lang)
    frame <- frame[!is.na(frame$verschil), , drop = FALSE]
    if (any(!is.na(frame$afstand))) frame <- frame[frame$soort %in% "jaar", , drop = FALSE] # of did
    by_year <- !is.na(frame$when)
    panel <- ifelse(by_year, paste(frame$evaluation, frame$outcome), "")
    panels <- split(frame, factor(panel, unique(panel)))
    if (is.null(ask)) ask <- length(panels) > prod(graphics::par("mfcol")) && grDevices::dev.interactive()
    if (ask) {
        old <- grDevices::devAskNewPage(TRUE)
        on.exit(grDevices::devAskNewPage(old))
    }
    draw <- if (what == "effects") .draw_effects else .draw_levels
    for (one in panels) {
        title <- if (is.null(main)) paste(stats::na.omit(c(one$evaluation[1L], if (!is.na(one$when[1L])) one$outcome[1L])), collapse = ": ") else main
        draw(one, title, lang, col, ...)
    }
    invisible(frame)
}
