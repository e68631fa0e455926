package dev.postern.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The targets outside the public Internet that the operator allows. Names are exact. Wildcards are not supported, because anyone who can
 * add names to the domain could choose the addresses.
 */
public record AllowedTargets(Set<String> names, List<AddressRange> ranges) {
    public static final AllowedTargets NONE = new AllowedTargets(Set.of(), List.of());

    public AllowedTargets {
        names = Set.copyOf(names);
        ranges = List.copyOf(ranges);
    }

    /** Reads host names, addresses and ranges. The settings have already checked their form. */
    public static AllowedTargets of(List<String> texts) {
        var names = new HashSet<String>();
        var ranges = new ArrayList<AddressRange>();
        for (String text : texts) {
            if (text.contains("/") || text.contains(":") || Hosts.endsInNumber(text)) {
                ranges.add(AddressRange.parse(text));
            } else {
                names.add(Hosts.withoutDot(text.toLowerCase(Locale.ROOT)));
            }
        }
        return new AllowedTargets(names, ranges);
    }

    /** Returns whether a host is allowed explicitly, by name or address, so that it may be called over plain HTTP. */
    public boolean isNamed(URI uri) {
        try {
            String host = Hosts.origin(uri).host();
            return hasName(host) || (Hosts.isLiteral(host) && hasAddress(InetAddress.ofLiteral(host)));
        } catch (TargetRefused e) {
            return false;
        }
    }

    boolean hasName(String host) {
        return names.contains(host);
    }

    public boolean hasAddress(InetAddress plain) {
        return ranges.stream().anyMatch(range -> range.contains(plain));
    }
}
