package dev.postern.http;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line per request. It contains the route template instead of the path, and no query, headers or content, so it contains no secrets.
 * The audit has the details under the request id.
 */
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger("access");

    private AccessLog() {}

    /** @param status 0 if the connection ended before the response */
    static void write(HelidonRequest request, int status, long nanos, long bytes) {
        if (!log.isInfoEnabled()) {
            return;
        }
        var line = log.atInfo()
                .addKeyValue("method", request.knownMethod())
                .addKeyValue(Request.ROUTE, request.route())
                .addKeyValue("status", status)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .addKeyValue("bytes", bytes)
                .addKeyValue("peer", request.peer());
        if (!request.clientRequestId().equals(request.requestId().toString())) {
            line = line.addKeyValue("client-request-id", request.clientRequestId());
        }
        for (var note : request.notes().entrySet()) {
            if (!note.getKey().equals(Request.ROUTE)) {
                line = line.addKeyValue(note.getKey(), note.getValue());
            }
        }
        line.log("request");
    }
}
