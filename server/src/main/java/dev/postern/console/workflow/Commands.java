package dev.postern.console.workflow;

import dev.postern.console.page.PosternLine;

/** The commands that do the same as the pages. */
final class Commands {
    private Commands() {}

    /** A command about workflows; empty for a workflow that the command line does not address. */
    static String of(Place place, String verb, String... words) {
        return place.isUsual() ? PosternLine.of("workflow", verb).and(words).command() : "";
    }
}
