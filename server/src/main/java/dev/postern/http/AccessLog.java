package dev.postern.http;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per request. Path without query, no headers, no content: there is nothing in it that opens a door. */
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger("access");
    private static final int LONGEST_PATH = 500;

    private AccessLog() {}

    /** @param status 0 when the connection broke before an answer */
    static void write(HelidonRequest request, int status, long nanos, long bytes) {
        if (!log.isInfoEnabled()) {
            return;
        }
        String path = request.rawPath();
        var line = log.atInfo()
                .addKeyValue("method", request.isHead() ? "HEAD" : request.method())
                .addKeyValue("path", path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) : path)
                .addKeyValue("status", status)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .addKeyValue("bytes", bytes)
                .addKeyValue("peer", request.peer());
        if (!request.clientRequestId().equals(request.requestId().toString())) {
            line = line.addKeyValue("client-request-id", request.clientRequestId());
        }
        for (var note : request.notes().entrySet()) {
            line = line.addKeyValue(note.getKey(), note.getValue());
        }
        line.log("request");
    }
}
