package dev.postern.token;

import java.io.IOException;
import java.net.URI;

/** Fetches a small document of an issuer that applications trust. */
@FunctionalInterface
public interface DocumentFetcher {
    /** @throws IOException when it cannot be had: also when it is too large, takes too long or is somewhere it must not be */
    byte[] fetch(URI address) throws IOException;
}
