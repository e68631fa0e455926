package dev.postern.workflow.engine;

/**
 * Where the outcome of an accepted operation is asked for.
 *
 * @param trusted whether only the service that the action calls has named it, and it is that service: then it gets the action's credentials
 */
record Poll(String location, boolean trusted) {
    private static final String STRANGER = "stranger ";

    /** The form in which it is stored. */
    String text() {
        return trusted ? location : STRANGER + location;
    }

    static Poll of(String text) {
        return text.startsWith(STRANGER) ? new Poll(text.substring(STRANGER.length()), false) : new Poll(text, true);
    }
}
