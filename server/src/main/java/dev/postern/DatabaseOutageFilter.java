package dev.postern;

import dev.postern.directory.DirectoryFailure;
import dev.postern.http.Handler;
import dev.postern.http.Problem;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.store.DiskFull;
import dev.postern.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For edges without their own error handling: an unavailable database or a full disk must not be reported as status 500. */
record DatabaseOutageFilter(Handler handler) implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutageFilter.class);

    private static final int BEGINNING = 1024;

    @Override
    public Response handle(Request request) {
        try {
            return begun(handler.handle(request));
        } catch (DiskFull e) {
            LOG.error("Request {} failed because the disk is full: {}", request.requestId(), e.toString());
            return Problem.of(
                            507,
                            "InsufficientStorage",
                            "The server's disk is full. Nothing was changed.",
                            request.requestId().toString())
                    .with("Retry-After", "60");
        } catch (StoreException | DirectoryFailure.NotCurrent e) {
            LOG.warn("Request {} could not be served: {}", request.requestId(), e.toString());
            return Problem.of(
                            503,
                            "ServiceUnavailable",
                            "The service is temporarily unavailable. Try again later.",
                            request.requestId().toString())
                    .with("Retry-After", "5");
        }
    }

    /** Reads the beginning of a streamed body while the status can still report a failure. */
    private static Response begun(Response answer) {
        if (!(answer.body() instanceof Response.Stream(String type, InputStream content, long length))) {
            return answer;
        }
        try {
            var beginning = new ByteArrayInputStream(content.readNBytes(BEGINNING));
            return new Response(
                    answer.status(),
                    answer.headers(),
                    new Response.Stream(type, new SequenceInputStream(beginning, content), length));
        } catch (IOException e) {
            close(content);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close(content);
            throw e;
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.debug("A response that was not sent could not be closed", e);
        }
    }
}
