package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.audit.AuditProblem;
import dev.postern.audit.PendingEntry;
import dev.postern.audit.Verifications;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /postern/audit/verification}: the last verification of the audit on this server, and one that runs; POST starts one. It covers the
 * chains of all tenants, but a caller learns only about those of its own.
 */
public final class AuditVerification {
    private static final String PATH = "/postern/audit/verification";
    private static final int MAX_LISTED = 1_000;
    /** The name of problems of the file with the anchors, which belongs to all tenants. */
    private static final String ANCHORS = "anchors";

    private final ManagementGate gate;
    private final Verifications verifications;

    public AuditVerification(Gate gate, Verifications verifications) {
        this.gate = new ManagementGate(gate);
        this.verifications = verifications;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", PATH, this::show);
        gate.addChange(routes, "POST", PATH, this::start);
    }

    private Response start(TenantId tenant, PendingEntry entry, Request request) {
        if (!verifications.start()) {
            return ManagementGate.error(
                    409, "Conflict", "A verification is running, or the server stops. Wait until it has ended.");
        }
        return ManagementGate.json(202, running(verifications.state()));
    }

    private Response show(OpenAudit audit, Request request) {
        QueryParameters.read(request, Set.of());
        Verifications.State state = verifications.state();
        ObjectNode body = running(state);
        Verifications.Result last = state.last();
        if (last == null) {
            body.putNull("last");
        } else {
            put(body.putObject("last"), last, audit.snapshot(), audit.tenant());
        }
        return ManagementGate.json(200, body);
    }

    private static ObjectNode running(Verifications.State state) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Verifications.Progress running = state.running();
        if (running == null) {
            body.putNull("running");
        } else {
            body.putObject("running")
                    .put("startedAt", running.begun().toString())
                    .put("chains", running.chains())
                    .put("rows", running.rows());
        }
        return body.put(
                "failedAt", state.failed() == null ? null : state.failed().toString());
    }

    private static void put(ObjectNode node, Verifications.Result last, DirectorySnapshot directory, TenantId tenant) {
        List<AuditProblem> all = last.report().problems();
        node.put("startedAt", last.begun().toString())
                .put("endedAt", last.ended().toString())
                .put("ok", all.isEmpty())
                .put("chains", last.report().chains())
                .put("rows", last.report().rows())
                .put("anchors", last.anchors());
        Map<String, String> names = all.isEmpty() ? Map.of() : mailboxes(directory);
        List<ObjectNode> own = new ArrayList<>();
        long others = 0;
        for (AuditProblem problem : all) {
            Optional<String> name = name(problem.chain(), names, tenant);
            if (name.isEmpty() || own.size() >= MAX_LISTED) {
                others++;
                continue;
            }
            own.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("chain", problem.chain())
                    .put("name", name.get())
                    .put("sequence", problem.sequence())
                    .put("kind", problem.kind().toString()));
        }
        ArrayNode problems = node.putArray("problems");
        own.forEach(problems::add);
        node.put("otherProblems", others);
    }

    /** Empty for chains of other tenants and of removed mailboxes. */
    private static Optional<String> name(String chain, Map<String, String> mailboxes, TenantId tenant) {
        if (chain.equals(ANCHORS)) {
            return Optional.of("the heads outside the database");
        }
        return chain.equals(tenant.toString()) ? Optional.of("the tenant") : Optional.ofNullable(mailboxes.get(chain));
    }

    private static Map<String, String> mailboxes(DirectorySnapshot directory) {
        return directory
                .all(User.class)
                .filter(user -> user.mailbox() != null)
                .collect(Collectors.toMap(
                        user -> String.valueOf(user.mailbox()), AuditVerification::address, (one, _) -> one));
    }

    private static String address(User user) {
        Recipient recipient = user.recipient();
        return recipient == null ? user.userPrincipalName() : recipient.primaryAddress();
    }
}
