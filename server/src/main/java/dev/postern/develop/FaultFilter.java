package dev.postern.develop;

import dev.postern.access.TenantId;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Applies the faults to requests before they are routed. Requests to developer mode itself are never disturbed. */
record FaultFilter(Handler handler, ActiveFaults faults, InstantSource clock) implements Handler {
    private static final int MAX_TOKEN = 64 * 1024;

    @Override
    public Response handle(Request request) {
        if (faults.isEmpty() || isOwn(request)) {
            return handler.handle(request);
        }
        String path = "/" + String.join("/", request.segments());
        Fault fault = faults.take(request.method(), path, () -> tenant(request));
        if (fault == null) {
            return handler.handle(request);
        }
        request.note("fault", fault.path().replaceAll("\\p{Cntrl}", "?"));
        if (!wait(fault.delay())) {
            return error(request, 503, "ServiceUnavailable", "The server is stopping.");
        }
        if (fault.status() == null) {
            return handler.handle(request);
        }
        Response refused = error(
                request,
                fault.status(),
                code(fault.status()),
                "A fault of developer mode: ./postern fault list shows it.");
        return fault.retryAfter() == null
                ? refused
                : refused.with("Retry-After", fault.retryAfter().toString());
    }

    private static boolean isOwn(Request request) {
        return request.segments().size() >= 2
                && request.segments().get(0).equals("postern")
                && request.segments().get(1).equals("dev");
    }

    private static boolean wait(Duration delay) {
        try {
            if (!delay.isZero()) {
                Thread.sleep(delay);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The tenant that the token names. The token is not verified: the worst that a forged one can get is a fault. */
    private static @Nullable TenantId tenant(Request request) {
        String header = request.header("Authorization").orElse("");
        String[] parts = header.length() > MAX_TOKEN ? new String[0] : header.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII));
            return new TenantId(UUID.fromString(
                    Json.parse(claims, request.memory()).path("tid").asString("")));
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** The code that Graph uses with a status. */
    private static String code(int status) {
        return switch (status) {
            case 400 -> "BadRequest";
            case 401 -> "InvalidAuthenticationToken";
            case 403 -> "ErrorAccessDenied";
            case 404 -> "ErrorItemNotFound";
            case 409 -> "ErrorIrresolvableConflict";
            case 412 -> "ErrorIrresolvableConflict";
            case 423 -> "resourceLocked";
            case 429 -> "ApplicationThrottled";
            case 500 -> "InternalServerError";
            case 502 -> "BadGateway";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            case 507 -> "insufficientStorage";
            case 509 -> "activityLimitReached";
            default -> "GeneralException";
        };
    }

    private Response error(Request request, int status, String code, String message) {
        var root = Json.object();
        var error = root.putObject("error").put("code", code).put("message", message);
        error.putObject("innerError")
                .put(
                        "date",
                        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                                        .truncatedTo(ChronoUnit.SECONDS)))
                .put("request-id", request.requestId().toString())
                .put("client-request-id", request.clientRequestId());
        return Json.response(status, root);
    }
}
