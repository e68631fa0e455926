package dev.postern.outbound;

import java.util.Set;

/** The endpoints of this server itself. They are known only once the server listens, so they are read at every call. */
public interface OwnEdges {
    /** The origins of its public endpoints. */
    Set<Origin> origins();

    /** The ports of its public endpoints on this machine. */
    Set<Integer> ports();

    /** The loopback ports that issue managed identity tokens to any local caller. They are never called. */
    Set<Integer> identityPorts();

    /** A process without listeners. */
    OwnEdges NONE = new OwnEdges() {
        @Override
        public Set<Origin> origins() {
            return Set.of();
        }

        @Override
        public Set<Integer> ports() {
            return Set.of();
        }

        @Override
        public Set<Integer> identityPorts() {
            return Set.of();
        }
    };
}
