package dev.postern.management;

import dev.postern.advice.AccessAdvice;
import dev.postern.audit.PermissionUse;
import dev.postern.effective.MailboxPermissions;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.gate.Operation;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /postern/access/findings}: what an administrator should know about access, with the commands that cure it. */
public final class AccessFindingsApi {
    private static final int DEFAULT_TOP = 1_000;
    private static final int MAX_TOP = 10_000;
    private static final int MAX_SKIP = 100_000;
    private static final Set<String> PARAMETERS = Set.of("$top", "$skip");

    private final ManagementGate gate;
    private final MailboxPermissions permissions;
    private final InstantSource clock;

    /** @param mailboxOperations the operations of Graph on mailboxes */
    public AccessFindingsApi(Gate gate, Collection<Operation> mailboxOperations, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.permissions = new MailboxPermissions(
                mailboxOperations.stream().map(Operation::permissions).toList());
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/access/findings", this::list);
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        int top = query.count("$top", DEFAULT_TOP, MAX_TOP);
        int skip = query.count("$skip", 0, MAX_SKIP);
        PermissionUse use = audit.use();
        AccessAdvice.Page page = new AccessAdvice(audit.snapshot(), permissions, use, clock.instant()).page(skip, top);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        page.findings().forEach(one -> values.add(one.json()));
        body.put("more", page.more());
        var incomplete = body.putArray("incomplete");
        page.incomplete().stream().sorted().forEach(incomplete::add);
        body.put("auditSince", use.since() == null ? null : use.since().toString());
        if (page.more()) {
            body.put("@odata.nextLink", request.base() + request.rawPath() + "?$top=" + top + "&$skip=" + (skip + top));
        }
        return ManagementGate.json(200, body);
    }
}
