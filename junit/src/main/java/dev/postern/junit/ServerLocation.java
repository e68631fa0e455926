package dev.postern.junit;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;

/**
 * Where a server is.
 *
 * @param http for requests to {@code address}; it keeps connections
 */
record ServerLocation(URI address, URI tlsAddress, Path caFile, HttpClient http) {
    static ServerLocation of(URI address, URI tlsAddress, Path caFile) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new ServerLocation(address, tlsAddress, caFile, http);
    }
}
