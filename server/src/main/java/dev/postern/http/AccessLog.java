package dev.postern.http;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per request. The template of its route and not its path, no query, no headers, no content: there is nothing in it that lets
 * anybody in. What was asked for stands in the audit, under the request id.
 */
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger("access");

    private AccessLog() {}

    /** @param status 0 when the connection broke before an answer */
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
