package dev.postern.management;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.effective.AccessExplainer;
import dev.postern.effective.AccessExplanation;
import dev.postern.effective.AccessMatrix;
import dev.postern.effective.AccessNames;
import dev.postern.effective.AccessSummary;
import dev.postern.effective.MailboxPermissions;
import dev.postern.effective.MatrixFilter;
import dev.postern.effective.MatrixPosition;
import dev.postern.effective.PastDecision;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.gate.Operation;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/access}: the matrix of effective access, {@code /postern/access/summary}: its rules, and
 * {@code /postern/access/explain}: the reasons of one cell, or of a past request.
 */
public final class EffectiveAccessApi {
    private static final int DEFAULT_TOP = 1_000;
    private static final int MAX_TOP = 10_000;
    private static final int MAX_APPS = 1_000;
    private static final Set<String> MATRIX = Set.of("app", "mailbox", "permission", "$top", "$skiptoken");
    private static final Set<String> SUMMARY = Set.of("app", "permission", "counts", "$top", "$skiptoken");
    private static final Set<String> EXPLAIN = Set.of("app", "mailbox", "permission", "operation", "request");

    private final ManagementGate gate;
    private final MailboxPermissions permissions;
    private final Map<String, Set<String>> operations = new HashMap<>();
    private final Function<String, Operation> named;
    private final String policyDenial;

    /** The text names no operation on a mailbox. */
    public static final class NoOperation extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param reason a sentence for the caller */
        public NoOperation(String reason) {
            super(reason);
        }
    }

    /**
     * @param mailboxOperations the operations of Graph on mailboxes
     * @param named the operation that a person names; throws {@link NoOperation}
     * @param policyDenial the message of a request that a policy refuses
     */
    public EffectiveAccessApi(
            Gate gate,
            Collection<Operation> mailboxOperations,
            Function<String, Operation> named,
            String policyDenial) {
        this.gate = new ManagementGate(gate);
        this.named = named;
        this.policyDenial = policyDenial;
        mailboxOperations.forEach(one -> operations.put(one.name(), one.permissions()));
        this.permissions = new MailboxPermissions(operations.values());
    }

    /** Which permissions suffice where others do. */
    public MailboxPermissions permissions() {
        return permissions;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/access", checked(this::matrix));
        gate.addAudit(routes, "GET", "/postern/access/summary", checked(this::summary));
        gate.addAudit(routes, "GET", "/postern/access/explain", checked(this::explain));
    }

    private static ManagementGate.Endpoint<OpenAudit> checked(ManagementGate.Endpoint<OpenAudit> endpoint) {
        return (opened, request) -> {
            try {
                return endpoint.handle(opened, request);
            } catch (Unknown e) {
                return e.response();
            }
        };
    }

    /** Something in the query does not exist. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String code;

        Unknown(String code, String message) {
            super(message);
            this.code = code;
        }

        Response response() {
            return ManagementGate.error(404, code, String.valueOf(getMessage()));
        }
    }

    private static ServicePrincipal app(DirectorySnapshot directory, String text) {
        return new AccessNames(directory)
                .app(text)
                .orElseThrow(() -> new Unknown("Request_ResourceNotFound", new AccessNames(directory).whyNoApp(text)));
    }

    private static User mailbox(DirectorySnapshot directory, String text) {
        return new AccessNames(directory)
                .mailbox(text)
                .orElseThrow(() -> new Unknown(
                        "ErrorInvalidUser", "There is no mailbox '" + text + "'. Use its address or its object id."));
    }

    private MatrixFilter filter(DirectorySnapshot directory, QueryParameters query) {
        return new MatrixFilter(
                query.text("app").map(text -> app(directory, text)).orElse(null),
                query.text("mailbox").map(text -> mailbox(directory, text)).orElse(null),
                query.text("permission")
                        .map(text -> known(directory, text))
                        .map(permissions::satisfying)
                        .orElse(Set.of()));
    }

    /** A misspelt permission must not look like a permission without any access. */
    private String known(DirectorySnapshot directory, String permission) {
        String found = permissions.find(directory, permission);
        if (found == null) {
            throw new QueryParameters.Invalid("There is no permission '" + permission + "' for mailboxes.");
        }
        return found;
    }

    static @Nullable MatrixPosition position(QueryParameters query) {
        Optional<String> token = query.text("$skiptoken");
        return token.isEmpty()
                ? null
                : MatrixPosition.read(token.get())
                        .orElseThrow(() -> new QueryParameters.Invalid("The $skiptoken is not valid."));
    }

    private Response matrix(OpenAudit reader, Request request) {
        QueryParameters query = QueryParameters.read(request, MATRIX);
        AccessMatrix.Page page = new AccessMatrix(reader.snapshot())
                .page(filter(reader.snapshot(), query), position(query), query.count("$top", DEFAULT_TOP, MAX_TOP));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        page.rows().forEach(row -> values.add(row.json()));
        return ManagementGate.json(200, linked(body, request, query, MATRIX, page.next()));
    }

    private Response summary(OpenAudit reader, Request request) {
        QueryParameters query = QueryParameters.read(request, SUMMARY);
        MatrixFilter filter = filter(reader.snapshot(), query);
        AccessSummary.Page page = (isQuick(query)
                        ? AccessSummary.quick(reader.snapshot())
                        : new AccessSummary(reader.snapshot()))
                .page(filter, position(query), query.count("$top", MAX_APPS, MAX_APPS));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        page.apps().forEach(one -> values.add(one.json()));
        return ManagementGate.json(200, linked(body, request, query, SUMMARY, page.next()));
    }

    private static boolean isQuick(QueryParameters query) {
        String counts = query.text("counts").orElse("all");
        if (!counts.equals("all") && !counts.equals("few")) {
            throw new QueryParameters.Invalid("The value of 'counts' must be all or few.");
        }
        return counts.equals("few");
    }

    static ObjectNode linked(
            ObjectNode body, Request request, QueryParameters query, Set<String> names, @Nullable MatrixPosition next) {
        if (next != null) {
            String others = names.stream()
                    .sorted()
                    .filter(name -> !name.equals("$skiptoken"))
                    .flatMap(name -> query.text(name).stream()
                            .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&"))
                    .collect(Collectors.joining());
            body.put(
                    "@odata.nextLink", request.base() + request.rawPath() + "?" + others + "$skiptoken=" + next.text());
        }
        return body;
    }

    private Response explain(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, EXPLAIN);
        Optional<String> past = query.text("request");
        if (past.isPresent()) {
            return ManagementGate.json(200, past(audit, past.get()).json());
        }
        DirectorySnapshot directory = audit.snapshot();
        ServicePrincipal app = app(directory, required(query, "app"));
        User mailbox = mailbox(directory, required(query, "mailbox"));
        Optional<String> permission = query.text("permission").map(text -> known(directory, text));
        Optional<String> operation = query.text("operation");
        if (permission.isPresent() == operation.isPresent()) {
            throw new QueryParameters.Invalid("Either the parameter 'permission' or 'operation' is required.");
        }
        Set<String> sufficient = permission.map(permissions::satisfying).orElseGet(() -> sufficient(operation.get()));
        AccessExplanation explanation =
                new AccessExplainer(directory, policyDenial).explain(app, mailbox, sufficient, permission.orElse(null));
        return ManagementGate.json(200, explanation.json());
    }

    private static String required(QueryParameters query, String name) {
        return query.text(name)
                .orElseThrow(() -> new QueryParameters.Invalid("The parameter '" + name + "' is required."));
    }

    private Set<String> sufficient(String operation) {
        try {
            return named.apply(operation).permissions();
        } catch (NoOperation e) {
            throw new QueryParameters.Invalid(String.valueOf(e.getMessage()));
        }
    }

    /** As it was decided then; the command is given only if the answer is still the same. */
    private AccessExplanation past(OpenAudit audit, String text) {
        UUID id;
        try {
            id = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new QueryParameters.Invalid("'" + text + "' is not a request id.");
        }
        DirectorySnapshot directory = audit.snapshot();
        var decisions = new PastDecision(directory, policyDenial);
        return audit.byRequest(id).stream()
                .flatMap(shown -> Optional.ofNullable(shown.entry()).stream())
                .flatMap(entry -> decisions.explain(entry).stream().map(one -> now(directory, one, entry.operation())))
                .findFirst()
                .orElseThrow(() -> new Unknown(
                        "ResourceNotFound",
                        "The audit has no decision about a mailbox for the request " + id
                                + ". Allowed reads are written within a second."));
    }

    private AccessExplanation now(DirectorySnapshot directory, AccessExplanation then, String operation) {
        ServicePrincipal app = directory.servicePrincipal(then.appId());
        User mailbox = then.mailboxId() == null ? null : directory.find(then.mailboxId(), User.class);
        Set<String> sufficient = operations.get(operation);
        return app == null || mailbox == null || sufficient == null
                ? then
                : then.comparedWith(
                        new AccessExplainer(directory, policyDenial).explain(app, mailbox, sufficient, null));
    }
}
