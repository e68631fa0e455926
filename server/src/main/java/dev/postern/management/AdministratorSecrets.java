package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The secrets of the built-in administrator. Thread-safe. */
public interface AdministratorSecrets {
    /**
     * A secret, which is not shown.
     *
     * @param node the server that has it
     */
    record Shown(UUID keyId, String node, Instant start, Instant end) {}

    List<Shown> list(TenantId tenant);

    /**
     * A server on this database.
     *
     * @param seen when it renewed its secret, which it does every hour; now for the server that is asked
     * @param answering whether it is the server that is asked
     */
    record Node(String name, Instant seen, boolean answering) {}

    /** Returns the servers that have a valid secret, and this one. */
    List<Node> nodes(TenantId tenant);

    /** Replaces the secret of this server, and the file with it. The old one is refused from then on. Returns the new secret. */
    String rotate(TenantId tenant, Actor actor);

    /** Removes a secret of any server; returns false if there is none with this id. Its server does not restore it. */
    boolean revoke(TenantId tenant, UUID keyId, Actor actor);
}
