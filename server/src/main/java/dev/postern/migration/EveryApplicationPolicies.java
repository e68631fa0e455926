package dev.postern.migration;

import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.SupposedChange;
import dev.postern.directory.TouchedAccess;
import dev.postern.directory.WellKnown;
import dev.postern.effective.AccessDifference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The policies for every application: whether any application could use something else without all of them. For one thread. */
final class EveryApplicationPolicies {
    private static final Actor SERVER = Actor.server(new UUID(0, 0));
    /** Pages of a thousand rows. */
    private static final int MAX_PAGES = 3_000;

    private final DirectorySnapshot directory;
    private int read;

    EveryApplicationPolicies(DirectorySnapshot directory) {
        this.directory = directory;
    }

    /**
     * Policies narrow only grants in Entra, so only applications that have some are compared. A disabled one counts, because it may be enabled.
     *
     * @param only the only application to compare; null for all
     */
    boolean changeAnything(@Nullable ServicePrincipal only) {
        Set<ObjectId> holders = new HashSet<>();
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph != null) {
            var roles = graph.appRoles().stream()
                    .filter(role -> role.givesAccessToMailboxes())
                    .map(role -> role.id())
                    .toList();
            directory.assignments().stream()
                    .filter(one -> one.resource().equals(graph.id()) && roles.contains(one.appRoleId()))
                    .filter(one -> only == null || one.principal().equals(only.id()))
                    .forEach(one -> holders.add(one.principal()));
        }
        return holders.stream().anyMatch(this::isDisabled) || (!holders.isEmpty() && isDifferent(holders));
    }

    private boolean isDisabled(ObjectId app) {
        ServicePrincipal holder = directory.find(app, ServicePrincipal.class);
        return holder != null && !holder.accountEnabled();
    }

    private boolean isDifferent(Set<ObjectId> apps) {
        List<ApplicationAccessPolicy> every = directory.policies().stream()
                .filter(one -> one.app() instanceof AppSelector.Every)
                .toList();
        DirectorySnapshot without = directory.supposing(SERVER, draft -> every.forEach(draft::remove));
        var change = new SupposedChange(directory, without, new TouchedAccess(false, apps, false, Set.of(), Set.of()));
        AccessDifference difference = AccessDifference.of(change, 1, () -> ++read <= MAX_PAGES);
        return !difference.complete() || difference.gainCount() > 0 || difference.loseCount() > 0;
    }
}
