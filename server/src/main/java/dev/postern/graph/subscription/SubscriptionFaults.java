package dev.postern.graph.subscription;

import dev.postern.graph.GraphFailure;
import java.time.Duration;

/** The errors of subscriptions, with the texts of Graph where they are known. */
final class SubscriptionFaults {
    private SubscriptionFaults() {}

    /** A body that is not that of a subscription. */
    static GraphFailure payload(String why) {
        return new GraphFailure(
                400,
                "InvalidRequest",
                "Could not process subscription creation payload. Are all property names spelled and camelCased"
                        + " properly? " + why);
    }

    static GraphFailure invalid(String message) {
        return new GraphFailure(400, "InvalidRequest", message);
    }

    static GraphFailure extension(int status, String message) {
        return new GraphFailure(status, "ExtensionError", message);
    }

    static GraphFailure resource() {
        return extension(400, "Invalid resource specified in payload");
    }

    /** @param resource the URL of what the subscription would follow */
    static GraphFailure resourceValue(String resource) {
        return extension(
                400,
                "Operation: Create; Exception: [Status Code: BadRequest; Reason: The value '" + resource
                        + "' of parameter 'Resource' is invalid.]");
    }

    static GraphFailure noFolder() {
        return extension(
                404,
                "Operation: Create; Exception: [Status Code: NotFound; Reason: The specified folder could not be found"
                        + " in the store.]");
    }

    static GraphFailure tooLong(Duration allowed) {
        return extension(400, "Subscription expiration can only be " + allowed.toMinutes() + " minutes in the future.");
    }

    static GraphFailure certificate(String why) {
        return extension(400, "Certificate validation error: " + why);
    }

    static GraphFailure validation(String why) {
        return new GraphFailure(400, "ValidationError", "Subscription validation request " + why);
    }
}
