package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.delivery.QueueScan;
import dev.postern.directory.Application;
import dev.postern.directory.User;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Health;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.http.TrafficHistory;
import dev.postern.relay.QueueAdministration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/status}: how the server that is asked is, its traffic of the last hour, the nodes; of the caller's tenant the mail that waits, the size of the
 * directory, and the credentials that expire soon.
 */
public final class ServerStatus {
    private final ManagementGate gate;
    private final Parts parts;
    private final InstantSource clock;

    /**
     * What knows the parts of the status.
     *
     * @param facts what only the process knows
     */
    public record Parts(
            Health health,
            TrafficHistory traffic,
            QueueScan queue,
            QueueAdministration outside,
            AdministratorSecrets nodes,
            Facts facts) {}

    /** Returns the version, the time of the start, memory, disk and database of the process. */
    @FunctionalInterface
    public interface Facts {
        ObjectNode json();
    }

    public ServerStatus(Gate gate, Parts parts, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.parts = parts;
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/status", this::show);
    }

    private Response show(OpenAudit audit, Request request) {
        ObjectNode body = parts.facts().json();
        body.set("health", parts.health().json());
        body.set("traffic", traffic());
        body.set("mail", mail(audit.tenant()));
        body.putObject("directory")
                .put(
                        "mailboxes",
                        audit.snapshot()
                                .all(User.class)
                                .filter(user -> user.mailbox() != null)
                                .count())
                .put("applications", audit.snapshot().all(Application.class).count());
        body.set("credentials", ExpiringCredentials.json(audit.snapshot(), clock.instant()));
        nodes(body, audit.tenant());
        return ManagementGate.json(200, body);
    }

    private ObjectNode traffic() {
        ObjectNode traffic =
                JsonNodeFactory.instance.objectNode().put("secondsPerSample", TrafficHistory.PART.toSeconds());
        var samples = traffic.putArray("samples");
        parts.traffic()
                .samples()
                .forEach(one -> samples.addObject()
                        .put("from", one.from().toString())
                        .put("requests", one.traffic().requests())
                        .put("refused", one.traffic().refused())
                        .put("failed", one.traffic().failed()));
        return traffic;
    }

    /** The states are those of {@code /postern/queue}. */
    private ObjectNode mail(TenantId tenant) {
        var counts = new Waiting();
        parts.queue().counts(tenant).forEach(one -> counts.add(state(one), one.messages(), one.oldest()));
        parts.outside().counts(tenant).forEach(one -> counts.add(state(one), one.messages(), one.oldest()));
        return counts.json();
    }

    private static String state(QueueScan.Count count) {
        return switch (count.state()) {
            case "WAITING" -> "noRoute";
            case "DEFERRED" -> "deferred";
            default -> "delivering";
        };
    }

    private static String state(QueueAdministration.Count count) {
        if (count.held()) {
            return "held";
        }
        return count.hasRoute() ? "waiting" : "noRoute";
    }

    private static final class Waiting {
        private final Map<String, Long> states = new TreeMap<>();
        private @Nullable Instant oldest;

        /** Deferred messages wait because their senders want it, so they do not count as old. */
        void add(String state, long messages, Instant submitted) {
            states.merge(state, messages, Long::sum);
            Instant before = oldest;
            if (!state.equals("deferred") && (before == null || submitted.isBefore(before))) {
                oldest = submitted;
            }
        }

        ObjectNode json() {
            ObjectNode mail = JsonNodeFactory.instance.objectNode();
            ObjectNode shown = mail.putObject("states");
            states.forEach(shown::put);
            Instant since = oldest;
            return mail.put("oldest", since == null ? null : since.toString());
        }
    }

    private void nodes(ObjectNode body, TenantId tenant) {
        String version = body.path("version").asString("");
        var nodes = body.putArray("nodes");
        parts.nodes()
                .nodes(tenant)
                .forEach(one -> nodes.addObject()
                        .put("name", one.name())
                        .put("seen", one.seen().toString())
                        .put("answering", one.answering())
                        .put("version", one.answering() ? version : null));
    }
}
