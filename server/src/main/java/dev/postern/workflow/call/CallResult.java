package dev.postern.workflow.call;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The result of a call. */
public sealed interface CallResult {
    /** A response with any status. {@code body} is null if it is empty. */
    record Reply(
            int status,
            Map<String, String> headers,
            @Nullable JsonNode body) implements CallResult {
        public Reply {
            headers = Map.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        /** Returns the seconds of {@code Retry-After}, at most a day; empty if it is missing or a date. */
        public Optional<Duration> retryAfter() {
            return header("retry-after")
                    .map(String::strip)
                    .filter(text -> text.matches("[0-9]{1,9}"))
                    .map(text -> Duration.ofSeconds(Math.min(Long.parseLong(text), 86_400)));
        }
    }

    /** The code for a response that is longer than a response may be. */
    String TOO_LARGE = "ResponseTooLarge";

    /** No response was received; the request may have arrived. */
    record Unreachable(String code, String message) implements CallResult {}

    /** Returns the name of a status, which the history shows as the code of an action. */
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 203 -> "NonAuthoritativeInformation";
            case 204 -> "NoContent";
            case 205 -> "ResetContent";
            case 206 -> "PartialContent";
            case 301 -> "MovedPermanently";
            case 302 -> "Found";
            case 303 -> "SeeOther";
            case 304 -> "NotModified";
            case 307 -> "TemporaryRedirect";
            case 308 -> "PermanentRedirect";
            case 400 -> "BadRequest";
            case 401 -> "Unauthorized";
            case 402 -> "PaymentRequired";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 405 -> "MethodNotAllowed";
            case 406 -> "NotAcceptable";
            case 408 -> "RequestTimeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "LengthRequired";
            case 412 -> "PreconditionFailed";
            case 413 -> "RequestEntityTooLarge";
            case 415 -> "UnsupportedMediaType";
            case 422 -> "UnprocessableEntity";
            case 423 -> "Locked";
            case 429 -> "TooManyRequests";
            case 500 -> "InternalServerError";
            case 501 -> "NotImplemented";
            case 502 -> "BadGateway";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            case 507 -> "InsufficientStorage";
            default -> String.format(Locale.ROOT, "%d", status);
        };
    }
}
