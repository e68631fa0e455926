package dev.postern.token;

import java.io.IOException;
import java.net.URI;

/** Fetches a small document of a trusted issuer. */
@FunctionalInterface
public interface DocumentFetcher {
    /** @throws IOException if that fails, or if the document is too large, too slow or at a forbidden address */
    byte[] fetch(URI address) throws IOException;
}
