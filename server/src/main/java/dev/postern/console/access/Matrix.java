package dev.postern.console.access;

import java.util.List;

/**
 * What the page of the matrix shows.
 *
 * @param app the filter, as a person wrote it; likewise the mailbox and the permission
 * @param permissions which are offered
 * @param problem why the filter cannot be used; empty if it can
 * @param programs the rules of applications
 * @param pairs the cells that the filter selects
 * @param next the path of the next page; empty after the last
 * @param command the command that prints the same
 */
public record Matrix(
        String app,
        String mailbox,
        String permission,
        List<String> permissions,
        String problem,
        List<Program> programs,
        List<Pair> pairs,
        String next,
        String command) {
    public Matrix {
        permissions = List.copyOf(permissions);
        programs = List.copyOf(programs);
        pairs = List.copyOf(pairs);
    }

    /** Whether cells are shown, and not only rules. */
    public boolean isFiltered() {
        return !(app.isEmpty() && mailbox.isEmpty() && permission.isEmpty());
    }

    /** The page that explains why the application cannot access the mailbox, or asks for a permission first. */
    public String whyPath() {
        return new Asked(app, mailbox, permission, "").path();
    }

    /** The rules of one application, and the page of its cells. */
    public record Program(String name, String appId, String path, List<Rules> rules) {
        public Program {
            rules = List.copyOf(rules);
        }
    }

    /**
     * A source of access.
     *
     * @param count how many mailboxes; -1 if they were not counted
     * @param every whether nothing confines it to some mailboxes
     */
    public record Rules(List<String> permissions, String by, String mailboxes, long count, boolean every) {
        public Rules {
            permissions = List.copyOf(permissions);
        }
    }

    /** An application on a mailbox, with the pages that show only the one or the other. */
    public record Pair(String app, String appId, String appPath, String mailbox, String mailboxPath, List<Cell> cells) {
        public Pair {
            cells = List.copyOf(cells);
        }
    }

    /** A permission, and the page of its reasons. */
    public record Cell(String permission, String by, String path) {}
}
