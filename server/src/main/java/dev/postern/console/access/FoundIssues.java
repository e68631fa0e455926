package dev.postern.console.access;

import java.util.List;

/**
 * What the page of findings shows.
 *
 * @param incomplete findings for which not everything was examined
 * @param auditSince how far back use is known; empty if it is not
 * @param next the path of the next page; empty after the last
 */
public record FoundIssues(List<Severity> severities, List<String> incomplete, String auditSince, String next) {
    public FoundIssues {
        severities = List.copyOf(severities);
        incomplete = List.copyOf(incomplete);
    }

    /** The findings of one severity. */
    public record Severity(String name, List<Found> found) {
        public Severity {
            found = List.copyOf(found);
        }

        /** The colour that it is shown in. */
        public String colour() {
            return switch (name) {
                case "high" -> "denied";
                case "medium" -> "warning";
                default -> "";
            };
        }
    }

    /**
     * A finding.
     *
     * @param app empty if it is not about applications
     * @param accessPath the access of the application; empty if it is not about one
     * @param command the commands that end it; empty if there are none
     * @param does what the commands do, in words; empty if there are none
     * @param tryPath the page that shows what they would do; empty if the console does not run them
     * @param widens whether they give access that an application does not have
     */
    public record Found(
            String title,
            String app,
            String appId,
            String accessPath,
            String evidence,
            String command,
            String does,
            String tryPath,
            boolean widens) {}
}
