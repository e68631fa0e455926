package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.audit.PermissionUse;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.AccessNames;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/access/use?app=}: when each application used its permissions on mailboxes last, according to the newest entries of the
 * audit. What was read for all applications of a tenant is used again for twenty times as long as reading took.
 */
public final class AccessUse {
    private static final Set<String> PARAMETERS = Set.of("app");
    private static final int REUSED = 20;
    private static final int MAX_TENANTS = 100;

    private final ManagementGate gate;
    private final InstantSource clock;
    private final Map<TenantId, Held> held = new ConcurrentHashMap<>();

    private record Held(PermissionUse use, Instant until) {}

    public AccessUse(Gate gate, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/access/use", this::list);
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        DirectorySnapshot directory = audit.snapshot();
        AccessNames names = new AccessNames(directory);
        Stream<ServicePrincipal> apps = query.text("app")
                .map(text -> Stream.of(names.app(text)
                        .orElseThrow(
                                () -> new ManagementFailure(404, "Request_ResourceNotFound", names.whyNoApp(text)))))
                .orElseGet(() -> directory.all(ServicePrincipal.class));
        PermissionUse use = use(audit);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("since", use.since() == null ? null : use.since().toString());
        var values = body.putArray("value");
        apps.forEach(app -> {
            ObjectNode node = json(directory, use, app);
            if (node.has("lastUse") || query.text("app").isPresent()) {
                values.add(node);
            }
        });
        return ManagementGate.json(200, body);
    }

    private PermissionUse use(OpenAudit audit) {
        Instant now = clock.instant();
        Held known = held.get(audit.tenant());
        if (known != null && now.isBefore(known.until())) {
            return known.use();
        }
        long began = System.nanoTime();
        PermissionUse use = audit.use();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (held.size() >= MAX_TENANTS) {
            held.clear();
        }
        held.put(audit.tenant(), new Held(use, now.plus(took.multipliedBy(REUSED))));
        return use;
    }

    private static ObjectNode json(DirectorySnapshot directory, PermissionUse use, ServicePrincipal app) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("app", app.displayName())
                .put("appId", app.appId().toString());
        var permissions = node.putArray("permissions");
        Map<String, Instant> used = new TreeMap<>(use.permissions().getOrDefault(app.appId(), Map.of()));
        used.forEach(
                (name, last) -> permissions.addObject().put("permission", name).put("lastUse", last.toString()));
        var assignments = node.putArray("roleAssignments");
        var byRole = directory.roleAssignmentsOf(app.id()).stream()
                .flatMap(one -> Stream.ofNullable(use.assignments().get(one.id().toString()))
                        .peek(last -> assignments
                                .addObject()
                                .put("id", one.id().toString())
                                .put("name", one.name())
                                .put("lastUse", last.toString())))
                .toList();
        Stream.concat(used.values().stream(), byRole.stream())
                .max(Instant::compareTo)
                .ifPresent(last -> node.put("lastUse", last.toString()));
        return node;
    }
}
