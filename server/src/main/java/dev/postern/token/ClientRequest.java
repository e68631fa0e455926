package dev.postern.token;

import dev.postern.directory.DirectorySnapshot;
import java.net.URI;

/**
 * A client that has to authenticate.
 *
 * @param client the client id as sent
 * @param purpose the requested resource as sent
 * @param base the address under which this server was called
 */
public record ClientRequest(
        DirectorySnapshot directory, String client, ClientCredential presented, String purpose, URI base) {}
