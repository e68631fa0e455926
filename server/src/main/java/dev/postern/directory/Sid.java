package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Security identifiers for recipients, {@code S-1-5-21-a-b-c-rid}: a, b, c come from the tenant's GUID, rid from the object's. Two
 * objects with the same rid are told apart by counting up. A number that a policy still names is not given away again.
 */
public final class Sid {
    /** Below it are the accounts that every domain has. */
    private static final long FIRST_RID = 1000;

    private static final long RIDS = 0x7fff_ffffL - FIRST_RID;
    private static final long INT = 0xffff_ffffL;

    private Sid() {}

    /** A free identifier for an object that is about to be put. */
    public static String next(DirectorySnapshot directory, ObjectId object) {
        Set<String> taken = taken(directory);
        String domain = domain(directory.tenant().id().value());
        long rid = Math.floorMod(object.value().getMostSignificantBits(), RIDS);
        while (taken.contains(domain + (FIRST_RID + rid))) {
            rid = (rid + 1) % RIDS;
        }
        return domain + (FIRST_RID + rid);
    }

    private static String domain(UUID tenant) {
        long high = tenant.getMostSignificantBits();
        return "S-1-5-21-" + (high >>> 32) + "-" + (high & INT) + "-" + (tenant.getLeastSignificantBits() & INT) + "-";
    }

    private static Set<String> taken(DirectorySnapshot directory) {
        return Stream.concat(
                        Stream.concat(
                                        directory.all(User.class).map(User::recipient),
                                        directory.all(Group.class).map(Group::recipient))
                                .filter(recipient -> recipient != null)
                                .map(Recipient::sid),
                        directory.policies().stream().map(ApplicationAccessPolicy::scopeSid))
                .collect(Collectors.toSet());
    }
}
