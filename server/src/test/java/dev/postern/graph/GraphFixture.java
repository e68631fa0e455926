package dev.postern.graph;

import dev.postern.Core;
import dev.postern.CoreBuilder;
import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.audit.AuditRows;
import dev.postern.compute.Compute;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.gate.Gate;
import dev.postern.graph.azuread.AzureAdGraph;
import dev.postern.graph.calendar.CalendarHandlers;
import dev.postern.graph.contact.ContactHandlers;
import dev.postern.graph.directory.DirectoryOperations;
import dev.postern.graph.mail.MailHandlers;
import dev.postern.graph.mail.MailSettings;
import dev.postern.graph.odata.MailQueryRules;
import dev.postern.graph.setting.SettingHandlers;
import dev.postern.http.Handler;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.StatementListener;
import dev.postern.token.ClientProof;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Everything below Graph, on a real database, with two tenants; real tokens, real gate, real directory. */
public final class GraphFixture implements AutoCloseable {
    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    public final Tenant contoso;
    public final Tenant fabrikam;
    public final Directory directory;
    public final GraphModel model = GraphModel.load();
    public final GraphEdge edge;
    private final Compute compute = Compute.of(2, 1 << 20);
    public final AzureAdGraph azureAd;
    private final TestCore here;
    private final Map<String, Client> clients = new HashMap<>();

    /** What views keep of what they show; small, so that events are evicted. */
    public final ShownEvents shownEvents = new ShownEvents(100_000);

    public GraphFixture(Engine engine) {
        this(engine, StatementListener.NONE);
    }

    public GraphFixture(Engine engine, StatementListener listener) {
        this(engine, listener, core -> core);
    }

    /** A core with settings of its own. */
    public static GraphFixture with(Engine engine, UnaryOperator<CoreBuilder> settings) {
        return new GraphFixture(engine, StatementListener.NONE, settings);
    }

    private GraphFixture(Engine engine, StatementListener listener, UnaryOperator<CoreBuilder> settings) {
        here = new TestCore(settings.apply(TestCore.on(Databases.open(engine, listener))
                        .clock(now::get)
                        .maxUnconfirmed(Duration.ofMinutes(5)))
                .open());
        directory = here.directory();
        contoso = here.tenant("contoso.example");
        fabrikam = here.tenant("fabrikam.example");
        Gate gate = here.core.gate();
        GraphErrors errors = new GraphErrors(now::get, DenialText.CLASSIC);
        edge = edge(gate, errors);
        DirectoryOperations.bind(
                edge, model, now::get, uri -> "issuer.named.example".equals(uri.getHost()), name -> false);
        MailHandlers.bindAll(edge, new MailSettings(500, MailQueryRules.ofGraph(), Set.of()), now::get);
        CalendarHandlers.bindAll(edge, now::get, shownEvents);
        SettingHandlers.bindAll(edge, now::get);
        ContactHandlers.bindAll(edge);
        azureAd = new AzureAdGraph(gate, model, errors, compute.pool(), now::get);
    }

    /** The rows of the audit, after all waiting rows were written. */
    public AuditRows audit() {
        here.core.audit().flush();
        return new AuditRows(here.database());
    }

    /** Everything below the edges. */
    public Core core() {
        return here.core;
    }

    /** Another node with the same database. It cannot read tokens. */
    public Core otherNode() {
        return TestCore.on(here.database())
                .clock(now::get)
                .maxUnconfirmed(Duration.ofMinutes(5))
                .open();
    }

    /** An edge without handlers. */
    GraphEdge unbound() {
        GraphErrors errors = new GraphErrors(now::get, DenialText.CLASSIC);
        return edge(here.core.gate(), errors);
    }

    private GraphEdge edge(Gate gate, GraphErrors errors) {
        return new GraphEdge(
                gate,
                OperationTable.load(),
                model,
                errors,
                compute,
                new WhatIfOption(compute.pool(), now::get),
                GraphEdge.MAX_BODY_BYTES);
    }

    /** The same application at a server that has just started, on the same database. */
    public Client afterRestart(Client client) {
        Core node = otherNode();
        GraphErrors errors = new GraphErrors(now::get, DenialText.CLASSIC);
        GraphEdge other = edge(node.gate(), errors);
        MailHandlers.bindAll(other, new MailSettings(500, MailQueryRules.ofGraph(), Set.of()), now::get);
        CalendarHandlers.bindAll(other, now::get, new ShownEvents(0));
        ContactHandlers.bindAll(other);
        DirectorySnapshot snapshot = node.directory().snapshot(contoso.id());
        String token = node.issuer()
                .issue(
                        snapshot,
                        client.principal(),
                        ClientProof.SECRET,
                        node.issuer().target(snapshot, "https://graph.microsoft.com"),
                        TestCore.BASE)
                .text();
        return new Client(other, token, client.principal());
    }

    /** The same application at the same server, where views keep nothing of what they show. */
    public Client keepingNothing(Client client) {
        GraphEdge other = unbound();
        CalendarHandlers.bindAll(other, now::get, new ShownEvents(0));
        return new Client(other, client.token(), client.principal());
    }

    /** Returns how many submissions were delivered. */
    public int deliverOnce() {
        return here.core.delivery().deliverDue();
    }

    /** Delivers everything that has been submitted, with the answers to it. */
    public void deliver() {
        while (here.core.delivery().deliverDue() > 0) {
            // answers are delivered in the next round
        }
    }

    public Mailboxes mailboxes() {
        return here.core.mailboxes();
    }

    /** Delivers everything that is due. */
    public void deliverDue() {
        here.core.delivery().deliverDue();
    }

    public DirectorySnapshot snapshot() {
        return directory.snapshot(contoso.id());
    }

    public ServicePrincipal resource(AppId appId) {
        return Objects.requireNonNull(snapshot().servicePrincipal(appId));
    }

    /** A user of contoso with a mailbox. */
    public User user(String alias, String name) {
        return here.user(contoso, RecipientType.USER_MAILBOX, alias, name, new MailboxId(here.uuid()));
    }

    /** Gives a user of contoso another primary address. The old one remains. */
    public void address(String alias, String address) {
        User user = (User) Objects.requireNonNull(here.snapshot(contoso).byAddress(alias + "@contoso.example"));
        Recipient was = Objects.requireNonNull(user.recipient());
        here.put(
                contoso,
                new User(
                        user.id(),
                        user.createdAt(),
                        user.displayName(),
                        user.userPrincipalName(),
                        user.accountEnabled(),
                        new Recipient(
                                was.type(),
                                was.name(),
                                was.alias(),
                                address,
                                was.addresses().toList(),
                                was.sid(),
                                was.exchangeGuid(),
                                was.hiddenFromAddressLists(),
                                was.attributes()),
                        user.mailbox(),
                        user.profile()));
    }

    /** A mailbox of contoso of this type. */
    public User mailbox(RecipientType type, String alias, String name) {
        return here.user(contoso, type, alias, name, new MailboxId(here.uuid()));
    }

    /** A user of contoso whose mail goes elsewhere. */
    public User mailUser(String alias, String name) {
        return here.user(contoso, RecipientType.MAIL_USER, alias, name, null);
    }

    /** Confines an application to the members of a group. */
    public void confine(Client client, Group scope) {
        policy(client, scope, AccessRight.RESTRICT_ACCESS);
    }

    /** Denies an application access to the members of a group. */
    public void deny(Client client, Group scope) {
        policy(client, scope, AccessRight.DENY_ACCESS);
    }

    private void policy(Client client, Group scope, AccessRight right) {
        directory.change(contoso.id(), TestCore.ACTOR, draft -> {
            draft.put(new ApplicationAccessPolicy(
                    new PolicyId(here.uuid()),
                    new AppSelector.One(client.principal().appId()),
                    right,
                    scope.id(),
                    Objects.requireNonNull(scope.recipient()).sid(),
                    scope.displayName(),
                    scope.displayName(),
                    null,
                    now.get()));
            return true;
        });
    }

    /** A security group of contoso. */
    public Group group(String name, ObjectId... members) {
        return here.group(contoso, name, members);
    }

    /** An application of contoso with these roles on Microsoft Graph. */
    public Client client(String... roles) {
        return client(contoso, WellKnown.MICROSOFT_GRAPH, "https://graph.microsoft.com", edge, roles);
    }

    /** An application of fabrikam with these roles on Microsoft Graph. */
    public Client stranger(String... roles) {
        return client(fabrikam, WellKnown.MICROSOFT_GRAPH, "https://graph.microsoft.com", edge, roles);
    }

    /** An application of contoso with these roles on Azure AD Graph. */
    public Client azureAd(String... roles) {
        return client(contoso, WellKnown.AZURE_AD_GRAPH, "https://graph.windows.net", azureAd, roles);
    }

    private Client client(Tenant tenant, AppId resource, String audience, Handler handler, String... roles) {
        String name = tenant.defaultDomain() + " " + audience + " " + String.join("+", roles);
        return clients.computeIfAbsent(name, key -> {
            ServicePrincipal principal = here.principal(tenant, key);
            here.grant(tenant, principal, resource, roles);
            return new Client(handler, here.token(tenant, principal, audience), principal);
        });
    }

    /** An application with a token. */
    public record Client(Handler handler, String token, ServicePrincipal principal) {
        public Answer send(String method, String address, String body, Map<String, String> more) {
            var headers = new HashMap<>(more);
            headers.putIfAbsent("Authorization", "Bearer " + token);
            if (!body.isEmpty()) {
                headers.putIfAbsent("Content-Type", "application/json");
            }
            return Answer.of(handler.handle(TestRequest.of(method, address, headers, body)));
        }

        public Answer get(String address) {
            return send("GET", address, "", Map.of());
        }

        /** A request with the header that advanced queries need. */
        public Answer eventual(String address) {
            return send("GET", address, "", Map.of("ConsistencyLevel", "eventual"));
        }

        public Answer post(String address, String body) {
            return send("POST", address, body.replace('\'', '"'), Map.of());
        }

        public Answer patch(String address, String body) {
            return send("PATCH", address, body.replace('\'', '"'), Map.of());
        }

        public Answer delete(String address) {
            return send("DELETE", address, "", Map.of());
        }
    }

    @Override
    public void close() {
        compute.close();
        here.close();
    }
}
