package dev.postern.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A service principal in a snapshot. Ids are stored as numbers in the record itself, because each further object is a further place that
 * a decision has to read from memory.
 *
 * @param high the upper half of its id
 * @param low the lower half of its id
 * @param hasApp false when only grants to it are known
 * @param appHigh the upper half of the id of its application
 * @param appLow the lower half of the id of its application
 * @param enabled whether it may act at all
 * @param grants what the directory grants it now, by permission
 * @param roles its role assignments, in the order of their ids
 */
record Principal(
        long high,
        long low,
        boolean hasApp,
        long appHigh,
        long appLow,
        boolean enabled,
        Map<String, Grant> grants,
        List<RoleAssignment> roles) {
    Principal {
        grants = Map.copyOf(grants);
        roles = List.copyOf(roles);
    }

    static Principal unknown(ObjectId id) {
        UUID value = id.value();
        return new Principal(
                value.getMostSignificantBits(),
                value.getLeastSignificantBits(),
                false,
                0,
                0,
                false,
                Map.of(),
                List.of());
    }

    boolean isUnknown() {
        return !hasApp && grants.isEmpty() && roles.isEmpty();
    }

    ObjectId id() {
        return new ObjectId(new UUID(high, low));
    }

    /** Its application. Without one, an id that no application has. */
    AppId app() {
        return new AppId(new UUID(appHigh, appLow));
    }

    boolean isOf(AppId app) {
        return hasApp
                && app.value().getMostSignificantBits() == appHigh
                && app.value().getLeastSignificantBits() == appLow;
    }

    Principal of(AppId app, boolean nowEnabled) {
        UUID value = app.value();
        return new Principal(
                high,
                low,
                true,
                value.getMostSignificantBits(),
                value.getLeastSignificantBits(),
                nowEnabled,
                grants,
                roles);
    }

    /** With these grants; of several of the same permission the smallest source id is kept. */
    Principal granted(Collection<Grant> all) {
        Map<String, Grant> smallest = new HashMap<>();
        for (Grant grant : all) {
            smallest.merge(
                    grant.permission(),
                    grant,
                    (one, other) -> one.source().id().compareTo(other.source().id()) <= 0 ? one : other);
        }
        return new Principal(high, low, hasApp, appHigh, appLow, enabled, smallest, roles);
    }

    /** With these role assignments. */
    Principal assigned(Collection<RoleAssignment> all) {
        List<RoleAssignment> sorted =
                all.stream().sorted(Comparator.comparing(RoleAssignment::id)).toList();
        return new Principal(high, low, hasApp, appHigh, appLow, enabled, grants, sorted);
    }
}
