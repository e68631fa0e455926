package dev.postern.console.page;

import dev.postern.console.session.ConsoleSession;
import java.util.List;
import java.util.UUID;

/**
 * What surrounds the content of every page.
 *
 * @param title of the page, also its heading
 * @param section the entry of the navigation that is marked, or an empty text
 * @param tenant the domain of the tenant
 * @param session the person who is signed in
 * @param assets the path of the style sheet and the scripts
 * @param requestId by which the audit of this page can be found
 */
public record Frame(
        String title, String section, String tenant, ConsoleSession session, String assets, String requestId) {
    /** An entry of the navigation. */
    public record Entry(String path, String name) {}

    static final List<Entry> ENTRIES = List.of(
            new Entry("/console", "Overview"),
            new Entry("/console/access", "Access"),
            new Entry("/console/applications", "Applications"),
            new Entry("/console/mailboxes", "Mailboxes"),
            new Entry("/console/groups", "Groups"),
            new Entry("/console/mail", "Mail"),
            new Entry("/console/workflows", "Workflows"),
            new Entry("/console/audit", "Audit"));

    public List<Entry> entries() {
        return ENTRIES;
    }

    /** A new id for a form, by which the server knows a form that was sent before. */
    public String formId() {
        return UUID.randomUUID().toString();
    }

    /** Whether forms that change something are shown. A reader who sends one is refused in any case. */
    public boolean mayChange() {
        return !session.isReader();
    }
}
