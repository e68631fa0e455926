package dev.postern.management;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.AccessMatrix;
import dev.postern.effective.MailboxPermissions;
import dev.postern.effective.MatrixFilter;
import dev.postern.effective.MatrixPosition;
import dev.postern.effective.MatrixRow;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenOwnAccess;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/me/mailboxes?permission=&search=&$top=}: the mailboxes that the calling application can use with the token that it presents, a
 * token for Microsoft Graph, and the permissions on each; only those with a permission that suffices where this one does, and with this text in
 * their address or name.
 */
public final class MyMailboxes {
    private static final int DEFAULT_TOP = 1_000;
    private static final int MAX_TOP = 10_000;
    private static final Set<String> PARAMETERS = Set.of("permission", "search", "$top", "$skiptoken");

    private final ManagementGate gate;
    private final MailboxPermissions permissions;

    public MyMailboxes(Gate gate, MailboxPermissions permissions) {
        this.gate = new ManagementGate(gate);
        this.permissions = permissions;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addOwn(routes, "GET", "/postern/me/mailboxes", this::list);
    }

    private Response list(OpenOwnAccess own, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        MatrixPosition after = EffectiveAccessApi.position(query);
        int top = query.count("$top", DEFAULT_TOP, MAX_TOP);
        Optional<ServicePrincipal> principal = own.principal();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        if (principal.isEmpty()) {
            return ManagementGate.json(200, body);
        }
        AccessMatrix.Page page = new AccessMatrix(own.snapshot(), own.roles())
                .pageOfMailboxes(
                        new MatrixFilter(
                                principal.get(),
                                null,
                                sufficient(own.snapshot(), query),
                                Folding.fold(query.text("search").orElse("").strip())),
                        after,
                        top);
        Map<ObjectId, List<MatrixRow>> byMailbox = new LinkedHashMap<>();
        page.rows()
                .forEach(row -> byMailbox
                        .computeIfAbsent(row.mailboxId(), _ -> new ArrayList<>())
                        .add(row));
        byMailbox.forEach((id, rows) -> {
            var permissions = values.addObject()
                    .put("mailboxId", id.toString())
                    .put("mailbox", rows.getFirst().mailbox())
                    .putArray("permissions");
            rows.forEach(row -> permissions.add(row.permission()));
        });
        return ManagementGate.json(200, EffectiveAccessApi.linked(body, request, query, PARAMETERS, page.next()));
    }

    private Set<String> sufficient(DirectorySnapshot directory, QueryParameters query) {
        Optional<String> asked = query.text("permission");
        if (asked.isEmpty()) {
            return Set.of();
        }
        String known = permissions.find(directory, asked.get());
        if (known == null) {
            throw new QueryParameters.Invalid("There is no permission '" + asked.get() + "' for mailboxes.");
        }
        return permissions.satisfying(known);
    }
}
