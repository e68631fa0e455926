package dev.postern.outbound;

import java.util.Set;

/** Where this server itself answers. Known once it listens, so each is asked for at every call. */
public interface OwnEdges {
    /** The origins under which its public edges are reached. */
    Set<Origin> origins();

    /** The ports of its public edges on this machine. */
    Set<Integer> ports();

    /** The ports on loopback that speak for an identity to whoever opens them. Nobody is ever sent there. */
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
