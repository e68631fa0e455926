package dev.postern.graph;

import dev.postern.compute.ComputeRefused;
import dev.postern.delivery.DeliveryFailure;
import dev.postern.directory.DirectoryFailure;
import dev.postern.gate.Refusal;
import dev.postern.graph.model.BodyFailure;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.graph.throttle.Throttled;
import dev.postern.http.BadRequest;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.ClientDisconnected;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.mime.MimeRefused;
import dev.postern.store.DiskFull;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.StoreException;
import dev.postern.store.UnsupportedCondition;
import dev.postern.subscription.SubscriptionFailure;
import dev.postern.token.TokenRefused;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only place that maps failures to Graph errors. Thread-safe. */
public final class GraphErrors {
    private static final Logger LOG = LoggerFactory.getLogger(GraphErrors.class);

    /** The usual time in which a node recovers from losing its database. */
    private static final String RETRY_AFTER_SECONDS = "5";

    private static final String NO_ROOM_RETRY_AFTER_SECONDS = "60";

    private final InstantSource clock;
    private final DenialText denial;

    public GraphErrors(InstantSource clock, DenialText denial) {
        this.clock = clock;
        this.denial = denial;
    }

    /** Returns the response for a failure. An unexpected failure is logged here, once, under the request's id. */
    public Response answer(RuntimeException failure, Request request, ErrorFamily family) {
        return switch (failure) {
            case Refusal refusal -> refused(refusal, request, family);
            case GraphFailure graph -> {
                Response answer = error(request, graph.status(), graph.code(), graph.text());
                for (Map.Entry<String, String> header : graph.headers().entrySet()) {
                    answer = answer.with(header.getKey(), header.getValue());
                }
                yield answer;
            }
            case Throttled throttled -> {
                request.note("throttled", throttled.code());
                Response refused =
                        error(request, throttled.status(), throttled.code(), String.valueOf(throttled.getMessage()));
                String after = throttled.retryAfter();
                yield after == null ? refused : refused.with("Retry-After", after);
            }
            case QueryFailure query -> error(request, 400, query.code(), query.text());
            case SubscriptionFailure.NotFound gone ->
                error(request, 404, "ResourceNotFound", "The object was not found.");
            case SubscriptionFailure.TooMany full ->
                error(request, 403, "ExtensionError", wrapped(request, "Forbidden", full.getMessage() + "."));
            case BodyFailure body -> error(request, 400, body.code(), body.text());
            case DirectoryFailure directory -> directory(directory, request);
            case MailboxFailure mailbox -> {
                GraphFailure known = MailboxErrors.of(mailbox);
                yield error(request, known.status(), known.code(), known.text());
            }
            case DeliveryFailure.TooManyMessages many -> {
                String code = many.isOfApplication() ? "ApplicationThrottled" : "ErrorExceededMessageLimit";
                request.note("throttled", code);
                yield error(request, 429, code, String.valueOf(many.getMessage()))
                        .with("Retry-After", Long.toString(many.retryAfterSeconds()));
            }
            case DeliveryFailure delivery ->
                error(request, 400, "ErrorInvalidRecipients", String.valueOf(delivery.getMessage()));
            case MimeRefused mime -> error(request, 400, "ErrorMimeContentInvalid", String.valueOf(mime.getMessage()));
            case UnsupportedCondition unsupported ->
                error(
                        request,
                        400,
                        "ErrorInvalidUrlQueryFilter",
                        "The query filter contains one or more invalid nodes. " + unsupported.getMessage());
            case BodyTooLarge tooLarge ->
                error(
                        request,
                        413,
                        "RequestEntityTooLarge",
                        "The maximum request length supported is " + shown(tooLarge.limit()) + ".");
            case MemorySpent spent ->
                error(request, 503, "ServiceUnavailable", String.valueOf(spent.getMessage()))
                        .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS);
            case BadRequest bad -> error(request, 400, "BadRequest", String.valueOf(bad.getMessage()));
            case ComputeRefused refused -> refused(refused, request);
            case ClientDisconnected gone -> throw gone;
            case MalformedJson malformed -> malformed(request, family);
            case DiskFull full -> diskFull(full, request);
            case OutcomeUnknown unknown -> {
                LOG.warn("Request {}: {}", request.requestId(), unknown.toString());
                yield unavailable(
                        request,
                        "The connection to the database was lost during the request. Check whether the change was"
                                + " created before you retry.");
            }
            case StoreException store -> {
                LOG.warn("Request {} could not be served: {}", request.requestId(), store.toString());
                yield unavailable(request);
            }
            default -> unexpected(failure, request, family);
        };
    }

    private static String shown(int bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MB" : bytes + " bytes";
    }

    /** A timeout may be caused by other work, so a retry can succeed; a content that is too large stays too large. */
    private Response refused(ComputeRefused refused, Request request) {
        LOG.warn("Request {} exceeded a limit of computation: {}", request.requestId(), refused.getMessage());
        return refused.reason() == ComputeRefused.Reason.MEMORY
                ? error(request, 413, "ErrorMessageSizeExceeded", String.valueOf(refused.getMessage()))
                : error(
                                request,
                                503,
                                "ErrorServerBusy",
                                "The server cannot service this request right now. Try again later.")
                        .with("Retry-After", RETRY_AFTER_SECONDS);
    }

    private Response refused(Refusal refusal, Request request, ErrorFamily family) {
        return switch (refusal) {
            case Refusal.NoToken none -> unauthorized(request, "Access token is empty.");
            case Refusal.BadToken bad -> unauthorized(request, tokenText(bad.reason()));
            case Refusal.OtherTenant other ->
                unauthorized(request, "Access token validation failure. The token was issued for another tenant.");
            case Refusal.PermissionMissing missing -> forbidden(request, family);
            case Refusal.PolicyDenied policy ->
                family == ErrorFamily.SUBSCRIPTION
                        ? error(request, 403, "ExtensionError", wrapped(request, "Forbidden", denial.message()))
                        : error(request, 403, "ErrorAccessDenied", denial.message());
            case Refusal.SendAsDenied denied ->
                error(
                        request,
                        403,
                        "ErrorSendAsDenied",
                        "The user account which was used to submit this request does not have the right to send mail"
                                + " on behalf of the specified sending account. Cannot submit message.");
            case Refusal.UnknownMailbox unknown
            when family == ErrorFamily.SUBSCRIPTION ->
                error(
                        request,
                        404,
                        "ExtensionError",
                        wrapped(request, "NotFound", "The requested user '" + unknown.asked() + "' is invalid."));
            case Refusal.UnknownMailbox unknown ->
                error(request, 404, "ErrorInvalidUser", "The requested user '" + unknown.asked() + "' is invalid.");
            case Refusal.NoMailbox none ->
                error(
                        request,
                        404,
                        "MailboxNotEnabledForRESTAPI",
                        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
            case Refusal.NotCurrent stale -> {
                LOG.warn("Request {} was refused: {}", request.requestId(), stale.getMessage());
                yield unavailable(request);
            }
        };
    }

    /** Subscriptions wrap the messages of Exchange. */
    private static String wrapped(Request request, String status, String reason) {
        String operation = switch (request.method()) {
            case "PATCH" -> "Update";
            case "DELETE" -> "Delete";
            case "GET" -> "Read";
            default -> "Create";
        };
        return "Operation: " + operation + "; Exception: [Status Code: " + status + "; Reason: " + reason + "]";
    }

    private static String tokenText(TokenRefused.Reason reason) {
        return switch (reason) {
            case MALFORMED -> "CompactToken parsing failed with error code: 80049217";
            case EXPIRED -> "Lifetime validation failed, the token is expired.";
            case NOT_YET_VALID -> "Access token has expired or is not yet valid.";
            case WRONG_AUDIENCE -> "Access token validation failure. Invalid audience.";
            case WRONG_ISSUER -> "Access token validation failure. Invalid issuer.";
        };
    }

    private Response unauthorized(Request request, String message) {
        return error(request, 401, "InvalidAuthenticationToken", message)
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", authorization_uri=\"" + request.base() + "/common/oauth2/authorize\","
                                + " client_id=\"00000003-0000-0000-c000-000000000000\"");
    }

    private Response forbidden(Request request, ErrorFamily family) {
        return family == ErrorFamily.DIRECTORY
                ? error(
                        request,
                        403,
                        "Authorization_RequestDenied",
                        "Insufficient privileges to complete the operation.")
                : error(request, 403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    private Response directory(DirectoryFailure failure, Request request) {
        return switch (failure) {
            case DirectoryFailure.NotFound missing ->
                error(
                        request,
                        404,
                        "Request_ResourceNotFound",
                        "Resource '" + missing.what()
                                + "' does not exist or one of its queried reference-property objects are not present.");
            case DirectoryFailure.AddressTaken taken -> another(request, "proxyAddresses");
            case DirectoryFailure.AlreadyExists exists -> another(request, exists.property());
            case DirectoryFailure.Invalid invalid ->
                error(request, 400, "Request_BadRequest", String.valueOf(invalid.getMessage()));
            case DirectoryFailure.QuotaExceeded full ->
                error(request, 403, "Directory_QuotaExceeded", String.valueOf(full.getMessage()));
            case DirectoryFailure.Protected kept ->
                error(request, 403, "Authorization_RequestDenied", String.valueOf(kept.getMessage()));
            case DirectoryFailure.NotCurrent stale -> {
                LOG.warn("Request {} was refused: {}", request.requestId(), stale.getMessage());
                yield unavailable(request);
            }
            default -> unexpected(failure, request, ErrorFamily.DIRECTORY);
        };
    }

    private Response another(Request request, String property) {
        return error(
                request,
                400,
                "Request_BadRequest",
                "Another object with the same value for property " + property + " already exists.");
    }

    private Response malformed(Request request, ErrorFamily family) {
        return family == ErrorFamily.DIRECTORY
                ? error(
                        request,
                        400,
                        "BadRequest",
                        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is"
                                + " of valid JSON format.")
                : error(request, 400, "UnableToDeserializePostBody", "were unable to deserialize ");
    }

    private Response unavailable(Request request) {
        return unavailable(request, "The service is temporarily unavailable. Nothing was changed. Try again later.");
    }

    private Response unavailable(Request request, String message) {
        return error(request, 503, "ServiceUnavailable", message).with("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** 507 by its definition, like 503 above: no source documents Graph's own response. */
    private Response diskFull(DiskFull failure, Request request) {
        LOG.error("Request {} failed because the disk is full: {}", request.requestId(), failure.toString());
        return error(
                        request,
                        507,
                        "InsufficientStorage",
                        "The server's disk is full. Nothing was changed. You can still read and delete. Retry other"
                                + " requests after the administrator has freed disk space.")
                .with("Retry-After", NO_ROOM_RETRY_AFTER_SECONDS);
    }

    private Response unexpected(RuntimeException failure, Request request, ErrorFamily family) {
        LOG.error("Request {} failed", request.requestId(), failure);
        return family == ErrorFamily.DIRECTORY
                ? error(request, 500, "Service_InternalServerError", "Encountered an internal server error.")
                : error(
                        request,
                        500,
                        "ErrorInternalServerError",
                        "An internal server error occurred. The operation failed.");
    }

    /** An error in Graph's format; the message is shown to the caller. */
    public Response error(Request request, int status, String code, String message) {
        var root = Json.object();
        var error = root.putObject("error");
        error.put("code", code);
        error.put("message", message);
        error.putObject("innerError")
                .put("date", date())
                .put("request-id", request.requestId().toString())
                .put("client-request-id", request.clientRequestId());
        return Response.of(status, Json.CONTENT_TYPE, Json.write(root));
    }

    /** UTC in seconds without a zone: Graph uses this format only here. */
    private String date() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
}
