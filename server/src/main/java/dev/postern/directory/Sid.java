package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Security identifiers for recipients, {@code S-1-5-21-a-b-c-rid}: a, b, c come from the tenant's GUID, rid from the object's. Two
 * objects with the same rid get different ones. A number that a policy still names is not assigned again.
 */
public final class Sid {
    /** Below it are the accounts that every domain has. */
    private static final long FIRST_RID = 1000;

    private static final long RIDS = 0x7fff_ffffL - FIRST_RID;
    private static final long INT = 0xffff_ffffL;

    private Sid() {}

    /** An unused identifier for a new object. */
    public static String next(DirectorySnapshot directory, ObjectId object) {
        return next(directory.tenant(), object, directory::hasSid);
    }

    /** An identifier for a new object of a tenant, where {@code used} knows the identifiers that are in use. */
    public static String next(Tenant tenant, ObjectId object, Predicate<String> used) {
        String domain = domain(tenant.id().value());
        long rid = Math.floorMod(object.value().getMostSignificantBits(), RIDS);
        if (used.test(domain + (FIRST_RID + rid))) {
            // many objects of an import can have ids with the same first half
            rid = Math.floorMod(mixed(object.value().getLeastSignificantBits()), RIDS);
            while (used.test(domain + (FIRST_RID + rid))) {
                rid = (rid + 1) % RIDS;
            }
        }
        return domain + (FIRST_RID + rid);
    }

    private static long mixed(long bits) {
        long once = (bits ^ (bits >>> 31)) * 0x9e37_79b9_7f4a_7c15L;
        return once ^ (once >>> 32);
    }

    private static String domain(UUID tenant) {
        long high = tenant.getMostSignificantBits();
        return "S-1-5-21-" + (high >>> 32) + "-" + (high & INT) + "-" + (tenant.getLeastSignificantBits() & INT) + "-";
    }
}
