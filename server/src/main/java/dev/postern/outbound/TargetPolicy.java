package dev.postern.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * Decides which targets may be called: this server's public endpoints, public addresses over HTTPS, and targets that the operator allows.
 * Never an endpoint that issues tokens to any local caller.
 */
public final class TargetPolicy {
    private static final String HOW = " To allow it, add it to 'outbound.allowed-targets'.";

    private final AllowedTargets allowed;
    private final OwnEdges own;
    private final NameLookup names;
    private final LocalAddresses local;

    public TargetPolicy(AllowedTargets allowed, OwnEdges own, NameLookup names) {
        this(allowed, own, names, LocalAddresses.OF_MACHINE);
    }

    TargetPolicy(AllowedTargets allowed, OwnEdges own, NameLookup names, LocalAddresses local) {
        this.allowed = allowed;
        this.own = own;
        this.names = names;
        this.local = local;
    }

    /** Where plain HTTP is allowed. */
    public enum Plain {
        /** Plain HTTP to this server and to explicitly allowed targets. */
        TO_OWN_EDGES,
        /** Plain HTTP only to explicitly allowed targets. */
        ONLY_WHERE_ALLOWED
    }

    /**
     * Resolves and checks a target.
     *
     * @throws TargetRefused if it must not be called
     * @throws IOException if the name cannot be resolved
     */
    Target check(URI uri, Plain plain) throws IOException {
        Origin origin = Origin.of(uri);
        boolean ownOrigin = own.origins().contains(origin);
        boolean named = allowed.hasName(origin.host());
        List<InetAddress> addresses = addresses(origin.host());
        boolean allAllowed = true;
        for (InetAddress address : addresses) {
            checkAddress(origin, address, ownOrigin || named);
            allAllowed &= allowed.hasAddress(address);
        }
        boolean mayBePlain = named || allAllowed || (ownOrigin && plain == Plain.TO_OWN_EDGES);
        if (!origin.secure() && !mayBePlain) {
            throw new TargetRefused("The host '" + origin.host() + "' may be called over https only." + HOW);
        }
        if (ownOrigin || addresses.stream().anyMatch(address -> isOwnPort(origin, address))) {
            IdentityPaths.refuse(uri);
        }
        return new Target(origin, addresses);
    }

    private List<InetAddress> addresses(String host) throws IOException {
        List<InetAddress> found = Hosts.isLiteral(host) ? List.of(InetAddress.ofLiteral(host)) : names.find(host);
        return found.stream().map(IpAddresses::plain).distinct().toList();
    }

    private void checkAddress(Origin origin, InetAddress address, boolean named) {
        if (own.identityPorts().contains(origin.port()) && local.has(address)) {
            throw new TargetRefused("Port " + origin.port() + " of this machine belongs to a managed identity. Only "
                    + "the program that has the identity may call it.");
        }
        if (IpAddresses.isPublic(address) || allowed.hasAddress(address)) {
            return;
        }
        if (!named || IpAddresses.onlyByAddress(address)) {
            throw new TargetRefused("The host '" + origin.host() + "' resolves to " + address.getHostAddress()
                    + ", which is not a public address." + HOW);
        }
    }

    private boolean isOwnPort(Origin origin, InetAddress address) {
        return own.ports().contains(origin.port()) && local.has(address);
    }
}
