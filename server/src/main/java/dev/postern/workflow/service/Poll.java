package dev.postern.workflow.service;

/**
 * Where the result of an accepted operation is polled.
 *
 * @param trusted whether the URL belongs to the called service and only that service has provided it; then it gets the action's credentials
 */
public record Poll(String location, boolean trusted) {
    private static final String STRANGER = "stranger ";

    /** Returns the stored form. */
    public String text() {
        return trusted ? location : STRANGER + location;
    }

    public static Poll of(String text) {
        return text.startsWith(STRANGER) ? new Poll(text.substring(STRANGER.length()), false) : new Poll(text, true);
    }
}
