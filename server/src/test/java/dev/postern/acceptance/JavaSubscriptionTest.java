package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.graph.core.models.DecryptableContent;
import com.microsoft.graph.core.models.TokenValidable;
import com.microsoft.graph.models.ChangeNotificationCollection;
import com.microsoft.graph.models.ChangeNotificationEncryptedContent;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.Subscription;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.ParseNodeFactoryRegistry;
import dev.postern.graph.subscription.TestCertificate;
import dev.postern.graph.subscription.TestEndpoint;
import dev.postern.http.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The life of a subscription with the official SDK, and its notifications with the SDK's own classes and with Node. */
class JavaSubscriptionTest {
    private static TestPostern postern;
    private static TestEndpoint endpoint;
    private static OfficialClients clients;
    private static Administration admin;

    @BeforeAll
    static void prepare() throws IOException {
        endpoint = new TestEndpoint();
        postern = TestPostern.configured(
                dev.postern.TestFolders.folder("postern-subscription"),
                "outbound.allowed-targets: [127.0.0.0/8, \"::1\"]\noutbound.trust-file: "
                        + TestEndpoint.authority().caFile() + "\n");
        clients = new OfficialClients(postern);
        admin = postern.admin();
        admin.sharedMailbox("ada");
        ParseNodeFactoryRegistry.defaultInstance.contentTypeAssociatedFactories.put(
                "application/json", new JsonParseNodeFactory());
    }

    @AfterAll
    static void stop() {
        postern.close();
        endpoint.close();
    }

    private static Subscription wanted(String resource, int minutes) {
        Subscription wanted = new Subscription();
        wanted.setChangeType("created,updated");
        wanted.setNotificationUrl(endpoint.url("echo/sdk"));
        wanted.setResource(resource);
        wanted.setExpirationDateTime(OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(minutes));
        wanted.setClientState("s3cret");
        return wanted;
    }

    private static Message message(String subject) {
        Message message = new Message();
        message.setSubject(subject);
        return message;
    }

    /** The next notifications of a subscription; others are skipped. */
    private static JsonNode next(String subscription) {
        while (true) {
            TestEndpoint.Received received = endpoint.next();
            assertNotNull(received, "no notification");
            if (received.body().at("/value/0/subscriptionId").stringValue("").equals(subscription)) {
                return received.body();
            }
        }
    }

    @Test
    void aSubscriptionIsCreatedNotifiedRenewedAndDeleted() {
        Administration.App reader = admin.app("reader", "Mail.Read");
        GraphServiceClient graph = clients.graph(clients.secret(reader));
        GraphServiceClient writer = clients.graph(clients.secret(admin.app("writer", "Mail.ReadWrite")));
        var user = writer.users().byUserId("ada@contoso.example");
        Subscription created =
                Objects.requireNonNull(graph.subscriptions().post(wanted("users/ada@contoso.example/messages", 60)));
        String id = Objects.requireNonNull(created.getId());
        assertEquals(reader.appId(), created.getApplicationId());
        Message made = Objects.requireNonNull(user.messages().post(message("hello")));
        JsonNode body = next(id);
        assertEquals("s3cret", body.at("/value/0/clientState").stringValue());
        assertEquals(made.getId(), body.at("/value/0/resourceData/id").stringValue());

        Subscription renewal = new Subscription();
        OffsetDateTime later = OffsetDateTime.now(ZoneOffset.UTC).plusDays(3);
        renewal.setExpirationDateTime(later);
        Subscription renewed = Objects.requireNonNull(
                graph.subscriptions().bySubscriptionId(id).patch(renewal));
        assertEquals(
                later.toEpochSecond(),
                Objects.requireNonNull(renewed.getExpirationDateTime()).toEpochSecond());
        graph.subscriptions().bySubscriptionId(id).reauthorize().post();
        var listed = Objects.requireNonNull(graph.subscriptions().get()).getValue();
        assertTrue(listed != null && listed.stream().anyMatch(one -> id.equals(one.getId())));
        graph.subscriptions().bySubscriptionId(id).delete();
        ODataError gone = assertThrows(
                ODataError.class,
                () -> graph.subscriptions().bySubscriptionId(id).get());
        assertEquals(404, gone.getResponseStatusCode());
        ODataError refused = assertThrows(
                ODataError.class, () -> graph.subscriptions().post(wanted("users/ada@contoso.example/contacts", 60)));
        assertEquals(403, refused.getResponseStatusCode());
    }

    @Test
    void encryptedNotificationsAreReadByTheLibraryAndByNode() throws Exception {
        Administration.App reader = admin.app("rich", "Mail.Read");
        GraphServiceClient graph = clients.graph(clients.secret(reader));
        GraphServiceClient writer = clients.graph(clients.secret(admin.app("richwriter", "Mail.ReadWrite")));
        Subscription wanted = wanted("users/ada@contoso.example/messages?$select=subject,isRead,receivedDateTime", 60);
        wanted.setIncludeResourceData(true);
        // of its own: notifications for one URL are sent together
        wanted.setNotificationUrl(endpoint.url("echo/rich"));
        wanted.setEncryptionCertificate(TestCertificate.base64());
        wanted.setEncryptionCertificateId("cert-1");
        String id = Objects.requireNonNull(graph.subscriptions().post(wanted)).getId();
        writer.users().byUserId("ada@contoso.example").messages().post(message("für Ada"));
        JsonNode body = next(Objects.requireNonNull(id));
        byte[] bytes = Json.write(body);
        ChangeNotificationCollection read = new JsonParseNodeFactory()
                .getParseNode("application/json", new ByteArrayInputStream(bytes))
                .getObjectValue(ChangeNotificationCollection::createFromDiscriminatorValue);
        String keys = postern.address() + "/" + admin.tenantId() + "/discovery/v2.0/keys";
        List<UUID> tenants = List.of(UUID.fromString(admin.tenantId()));
        List<UUID> apps = List.of(UUID.fromString(reader.appId()));
        assertTrue(TokenValidable.areTokensValid(read, tenants, apps, keys));
        assertFalse(TokenValidable.areTokensValid(read, tenants, List.of(UUID.randomUUID()), keys));
        String token = Objects.requireNonNull(read.getValidationTokens()).getFirst();
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        assertEquals(
                "https://sts.windows.net/" + admin.tenantId() + "/",
                Json.parse(claims).path("iss").stringValue());

        ChangeNotificationEncryptedContent content = Objects.requireNonNull(
                Objects.requireNonNull(read.getValue()).getFirst().getEncryptedContent());
        assertEquals("cert-1", content.getEncryptionCertificateId());
        Message shown = DecryptableContent.decrypt(
                content, (_, _) -> TestCertificate.key(), Message::createFromDiscriminatorValue);
        assertEquals("für Ada", shown.getSubject());
        assertNull(shown.getId(), "not selected");
        assertNull(shown.getBody());
        String plain = DecryptableContent.decryptAsString(content, (_, _) -> TestCertificate.key());
        assertEquals(
                "#microsoft.graph.message",
                Json.parse(plain).path("@odata.type").stringValue());
        content.setDataSignature(Base64.getEncoder().encodeToString(new byte[32]));
        assertThrows(
                Exception.class, () -> DecryptableContent.decryptAsString(content, (_, _) -> TestCertificate.key()));
        assertNotEquals(plain, new String(bytes, StandardCharsets.UTF_8));

        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(TestCertificate.key().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        String byNode = JavaScript.installed()
                .run(
                        "notification.mjs",
                        Map.of("NOTIFICATION", new String(bytes, StandardCharsets.UTF_8), "PRIVATE_KEY", pem));
        assertEquals(Json.parse(plain), Json.parse(byNode));
    }
}
