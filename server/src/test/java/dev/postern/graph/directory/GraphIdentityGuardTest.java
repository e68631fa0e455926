package dev.postern.graph.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.FederatedCredential;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.WellKnown;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import dev.postern.token.Signer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No route can give a managed identity credentials, and no route can create a managed identity. */
class GraphIdentityGuardTest {
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private final Signer signer = new Signer();

    private static ServicePrincipal principal(
            ObjectId id, AppId app, ServicePrincipalType type, Credentials credentials, String... names) {
        return new ServicePrincipal(
                id,
                app,
                START,
                "notify",
                type,
                true,
                false,
                List.of(app.toString()),
                List.of(names),
                List.of(),
                credentials,
                null,
                List.of(),
                Map.of());
    }

    private static ServicePrincipal identity(Credentials credentials) {
        return principal(
                new ObjectId(UUID.randomUUID()),
                new AppId(UUID.randomUUID()),
                ServicePrincipalType.MANAGED_IDENTITY,
                credentials,
                "isExplicit=True");
    }

    private static void put(GraphFixture fixture, dev.postern.directory.DirectoryObject object) {
        fixture.directory.change(fixture.contoso.id(), ACTOR, draft -> {
            draft.put(object);
            return true;
        });
    }

    private String key() throws Exception {
        return Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
    }

    private String keyCredentials() throws Exception {
        return "{'keyCredentials':[{'type':'AsymmetricX509Cert','usage':'Verify','key':'" + key() + "'}]}";
    }

    private static void refused(GraphFixture fixture, ServicePrincipal identity, Answer answer) {
        // 501 is an operation that is not implemented
        assertTrue((answer.status() >= 400 && answer.status() < 500) || answer.status() == 501, answer.toString());
        assertEquals(identity, fixture.snapshot().find(identity.id()));
        assertEquals(null, fixture.snapshot().application(identity.appId()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void noRouteOfGraphGivesAManagedIdentityCredentials(Engine engine) throws Exception {
        try (var fixture = new GraphFixture(engine)) {
            Client admin = fixture.client("Application.ReadWrite.All");
            ServicePrincipal identity = identity(Credentials.NONE);
            put(fixture, identity);
            String appId = identity.appId().toString();
            for (String address : List.of(
                    "/v1.0/servicePrincipals/" + identity.id(),
                    "/v1.0/servicePrincipals/" + identity.id().toString().toUpperCase(java.util.Locale.ROOT),
                    "/v1.0/servicePrincipals(appId='" + appId + "')",
                    "/v1.0/applications(appId='" + appId + "')",
                    "/v1.0/applications/" + identity.id())) {
                refused(fixture, identity, admin.post(address + "/addPassword", "{'passwordCredential':{}}"));
                refused(fixture, identity, admin.post(address + "/addKey", "{'keyCredential':{},'proof':''}"));
                refused(fixture, identity, admin.patch(address, keyCredentials()));
                refused(
                        fixture,
                        identity,
                        admin.patch(address, "{'passwordCredentials':[{'displayName':'x','secretText':'y'}]}"));
                Answer federated = admin.post(
                        address + "/federatedIdentityCredentials",
                        "{'name':'abc','issuer':'https://issuer.example','subject':'s','audiences':['api://x']}");
                assertTrue(federated.status() >= 400, federated.toString());
                refused(fixture, identity, admin.patch(address, "{'servicePrincipalType':'Application'}"));
            }
            Answer said = admin.patch("/v1.0/servicePrincipals/" + identity.id(), keyCredentials());
            assertEquals(400, said.status());
            assertEquals("Request_BadRequest", said.code());
            assertTrue(said.message().startsWith("Property keyCredentials is invalid."), said.message());
            refused(fixture, identity, admin.post("/v1.0/servicePrincipals", "{'appId':'" + appId + "'}"));
            refused(fixture, identity, admin.post("/v1.0/applications", "{'displayName':'x','appId':'" + appId + "'}"));
            Answer batch = admin.post(
                    "/v1.0/$batch",
                    "{'requests':[{'id':'1','method':'PATCH','url':'/servicePrincipals/" + identity.id()
                            + "','headers':{'Content-Type':'application/json'},'body':" + keyCredentials() + "}]}");
            assertEquals(identity, fixture.snapshot().find(identity.id()), batch.toString());
            assertEquals(400, batch.json().at("/responses/0/status").asInt(), batch.toString());
            // an ordinary application accepts all of them
            Answer application = admin.post("/v1.0/applications", "{'displayName':'x'}");
            assertEquals(
                    204,
                    admin.patch("/v1.0/applications/" + application.id(), keyCredentials())
                            .status());
            Answer ordinary = admin.post(
                    "/v1.0/servicePrincipals",
                    "{'appId':'" + application.json().path("appId").asString() + "'}");
            assertEquals(201, ordinary.status(), ordinary.toString());
            assertEquals(
                    204,
                    admin.patch("/v1.0/servicePrincipals/" + ordinary.id(), keyCredentials())
                            .status());
            // a managed identity can be renamed like any other principal
            assertEquals(
                    204,
                    admin.patch("/v1.0/servicePrincipals/" + identity.id(), "{'displayName':'other'}")
                            .status());
        }
    }

    @Test
    void theDraftItselfRefusesCredentials() throws Exception {
        try (var fixture = new GraphFixture(Engine.SQLITE)) {
            var random = new SecureRandom();
            var password = new PasswordCredential(
                    UUID.randomUUID(), null, "abc", START, START.plusSeconds(60), SecretHash.of("abc", random));
            var federated = new FederatedCredential(
                    UUID.randomUUID(), "a", "https://issuer.example", "s", List.of("api://x"), null);
            for (Credentials credentials : List.of(
                    Credentials.NONE.withPasswords(List.of(password)),
                    Credentials.NONE.withKeys(List.of(signer.credential(START, START.plusSeconds(60)))),
                    Credentials.NONE.withFederated(List.of(federated)))) {
                assertThrows(DirectoryFailure.Invalid.class, () -> put(fixture, identity(credentials)));
            }
            ServicePrincipal identity = identity(Credentials.NONE);
            put(fixture, identity);
            assertThrows(
                    DirectoryFailure.Invalid.class,
                    () -> put(
                            fixture,
                            principal(
                                    identity.id(),
                                    identity.appId(),
                                    ServicePrincipalType.APPLICATION,
                                    Credentials.NONE)),
                    "an identity does not stop being one");
            assertThrows(
                    DirectoryFailure.Invalid.class,
                    () -> put(fixture, application(identity.appId())),
                    "nor gets an application");
            AppId registered = new AppId(UUID.randomUUID());
            put(fixture, application(registered));
            assertThrows(
                    DirectoryFailure.Invalid.class,
                    () -> put(
                            fixture,
                            principal(
                                    new ObjectId(UUID.randomUUID()),
                                    registered,
                                    ServicePrincipalType.MANAGED_IDENTITY,
                                    Credentials.NONE)),
                    "what has an application is no identity");
            ServicePrincipal ordinary = principal(
                    new ObjectId(UUID.randomUUID()), registered, ServicePrincipalType.APPLICATION, Credentials.NONE);
            put(fixture, ordinary);
            assertThrows(
                    DirectoryFailure.Invalid.class,
                    () -> put(
                            fixture,
                            principal(
                                    ordinary.id(),
                                    registered,
                                    ServicePrincipalType.MANAGED_IDENTITY,
                                    Credentials.NONE)),
                    "nothing becomes an identity");
            for (String mark : List.of("postern:administrator", " POSTERN:Administrator ")) {
                assertThrows(
                        DirectoryFailure.Invalid.class,
                        () -> put(
                                fixture,
                                principal(
                                        ordinary.id(),
                                        registered,
                                        ServicePrincipalType.APPLICATION,
                                        Credentials.NONE,
                                        mark)),
                        "nor the administrator");
            }
        }
    }

    private static Application application(AppId app) {
        return new Application(
                new ObjectId(UUID.randomUUID()),
                app,
                START,
                "x",
                List.of(),
                List.of(),
                Credentials.NONE,
                List.of(),
                Map.of());
    }

    @Test
    void builtInResourcesCannotBeChanged() {
        try (var fixture = new GraphFixture(Engine.SQLITE)) {
            ServicePrincipal graph = fixture.resource(WellKnown.MICROSOFT_GRAPH);
            assertThrows(DirectoryFailure.Protected.class, () -> put(fixture, graph));
            assertThrows(DirectoryFailure.Protected.class, () -> put(fixture, application(WellKnown.MICROSOFT_GRAPH)));
            assertThrows(
                    DirectoryFailure.Protected.class,
                    () -> fixture.directory.change(fixture.contoso.id(), ACTOR, draft -> {
                        draft.remove(graph.id());
                        return true;
                    }));
            assertFalse(Objects.requireNonNull(fixture.snapshot().servicePrincipal(WellKnown.MICROSOFT_GRAPH))
                    .appRoles()
                    .isEmpty());
        }
    }
}
