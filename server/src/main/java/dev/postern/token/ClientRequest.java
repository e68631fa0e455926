package dev.postern.token;

import dev.postern.directory.DirectorySnapshot;
import java.net.URI;

/**
 * A client that wants to be recognised.
 *
 * @param client the client id as it was sent
 * @param purpose the resource that it wants a token for, as it was sent
 * @param base the address under which this server was called
 */
public record ClientRequest(
        DirectorySnapshot directory, String client, ClientCredential presented, String purpose, URI base) {}
