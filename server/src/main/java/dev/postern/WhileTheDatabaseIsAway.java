package dev.postern;

import dev.postern.directory.DirectoryFailure;
import dev.postern.http.Handler;
import dev.postern.http.Problem;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an edge did not put into its own words: a database that is away is a reason to try again, never a fault of the server. */
record WhileTheDatabaseIsAway(Handler door) implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(WhileTheDatabaseIsAway.class);

    private static final int BEGINNING = 1024;

    @Override
    public Response handle(Request request) {
        try {
            return begun(door.handle(request));
        } catch (StoreException | DirectoryFailure.NotCurrent e) {
            LOG.warn("Request {} could not be served: {}", request.requestId(), e.toString());
            return Problem.of(
                            503,
                            "ServiceUnavailable",
                            "The service cannot confirm its data at the moment; try again.",
                            request.requestId().toString())
                    .with("Retry-After", "5");
        }
    }

    /** Reads the beginning of what is to be streamed, while there is still a status to say that it cannot be read. */
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
            throw new UncheckedIOException(e);
        }
    }
}
