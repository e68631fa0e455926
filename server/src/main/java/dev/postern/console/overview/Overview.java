package dev.postern.console.overview;

import java.util.List;

/**
 * What the overview shows.
 *
 * @param perMinute requests per minute during the last five minutes
 * @param refused requests of the last hour
 * @param facts name and value, in their order
 */
public record Overview(
        long mailboxes,
        long applications,
        String perMinute,
        long refused,
        long failed,
        WaitingMail mail,
        List<TrafficChart> charts,
        List<Minutes> table,
        String health,
        List<Check> checks,
        List<Fact> facts,
        List<Node> nodes,
        Expiring expiring) {
    /** The traffic of five minutes. */
    public record Minutes(String from, long requests, long refused, long failed) {}

    public record Check(String name, boolean passed) {}

    public record Fact(String name, String value) {}

    /** @param version empty if only that node knows it */
    public record Node(String name, String seen, boolean answering, String version) {}

    /**
     * The mail that has not reached every recipient.
     *
     * @param oldest when the oldest was submitted; empty if none waits
     */
    public record WaitingMail(long total, List<State> states, String oldest) {
        public record State(String name, long messages) {}
    }

    /** @param more whether there are others */
    public record Expiring(long days, List<Credential> credentials, boolean more) {
        /** @param link the application */
        public record Credential(String app, String link, String kind, String keyId, String end) {}
    }
}
