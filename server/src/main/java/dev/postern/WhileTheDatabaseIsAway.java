package dev.postern;

import dev.postern.directory.DirectoryFailure;
import dev.postern.http.Handler;
import dev.postern.http.Problem;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an edge did not put into its own words: a database that is away is a reason to try again, never a fault of the server. */
record WhileTheDatabaseIsAway(Handler door) implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(WhileTheDatabaseIsAway.class);

    @Override
    public Response handle(Request request) {
        try {
            return door.handle(request);
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
}
