package dev.postern.graph.calendar;

import dev.postern.graph.GraphFailure;

/** The errors of a request about events. */
final class EventFaults {
    private static final int MAX_ECHO_LENGTH = 100;

    private EventFaults() {}

    /**
     * A property with a value that events cannot have.
     *
     * @param detail names the property
     */
    static GraphFailure property(String detail) {
        return new GraphFailure(
                400, "ErrorPropertyValidationFailure", "At least one property failed validation. " + detail);
    }

    static GraphFailure request(String detail) {
        return new GraphFailure(400, "ErrorInvalidRequest", "Your request can't be completed. " + detail);
    }

    static GraphFailure missing(String parameters) {
        return request("Missing parameters: " + parameters);
    }

    static GraphFailure zone(String name) {
        return new GraphFailure(
                400,
                "TimeZoneNotSupportedException",
                "A valid TimeZone value must be specified. The following TimeZone value is not supported: '"
                        + echo(name) + "'.");
    }

    static GraphFailure parameter(String detail) {
        return new GraphFailure(400, "ErrorInvalidParameter", detail);
    }

    static GraphFailure unreadable(String detail) {
        return new GraphFailure(400, "UnableToDeserializePostBody", "were unable to deserialize " + detail);
    }

    static String echo(String text) {
        return text.length() <= MAX_ECHO_LENGTH ? text : text.substring(0, MAX_ECHO_LENGTH) + "...";
    }
}
