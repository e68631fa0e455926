package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.ItemBody;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.sendmail.SendMailPostRequestBody;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scenario of the README with the official azure-identity, msal4j and Graph SDK. */
class JavaClientsTest {
    private static TestPostern postern;
    private static OfficialClients clients;
    private static Administration.App app;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        clients = new OfficialClients(postern);
        Administration admin = postern.admin();
        admin.sharedMailbox("member");
        admin.sharedMailbox("outsider");
        admin.securityGroup("senders");
        admin.cmdlet("Add-DistributionGroupMember", "Identity", "senders", "Member", "member");
        app = admin.app("reporter", "Mail.Send", "Mail.ReadWrite");
        admin.restrict(app.appId(), "senders");
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    @Test
    void theSdkSendsFromTheMemberAndReadsWhatArrived() throws Exception {
        GraphServiceClient graph = clients.graph(clients.secret(app));
        graph.users().byUserId("member@contoso.example").sendMail().post(mail("By the SDK"));
        Message arrived = Waiting.until(() -> graph
                .users()
                .byUserId("member@contoso.example")
                .mailFolders()
                .byMailFolderId("inbox")
                .messages()
                .get(request -> {
                    request.queryParameters.select = new String[] {"id", "subject", "from"};
                    request.queryParameters.top = 5;
                })
                .getValue()
                .stream()
                .filter(message -> "By the SDK".equals(message.getSubject()))
                .findFirst());
        assertEquals(
                "member@contoso.example",
                Objects.requireNonNull(arrived.getFrom()).getEmailAddress().getAddress());
        String id = Objects.requireNonNull(arrived.getId());
        graph.users()
                .byUserId("member@contoso.example")
                .messages()
                .byMessageId(id)
                .delete();
        ODataError gone = assertThrows(
                ODataError.class,
                () -> graph.users()
                        .byUserId("member@contoso.example")
                        .messages()
                        .byMessageId(id)
                        .get());
        assertEquals(404, gone.getResponseStatusCode());
    }

    @Test
    void fromAnyOtherMailboxItIsRefusedWithTheErrorOfGraph() {
        GraphServiceClient graph = clients.graph(clients.secret(app));
        ODataError refused = assertThrows(
                ODataError.class,
                () -> graph.users()
                        .byUserId("outsider@contoso.example")
                        .sendMail()
                        .post(mail("Never sent")));
        assertEquals(403, refused.getResponseStatusCode());
        assertEquals("ErrorAccessDenied", refused.getError().getCode());
        assertEquals("Access to OData is disabled.", refused.getError().getMessage());
    }

    @Test
    void pagesAreFollowedToTheEnd() throws Exception {
        GraphServiceClient graph = clients.graph(clients.secret(app));
        for (int i = 0; i < 7; i++) {
            graph.users().byUserId("member@contoso.example").sendMail().post(mail("Page " + i));
        }
        Waiting.until(() -> java.util.Optional.of(pages(graph)).filter(seen -> seen >= 7));
    }

    private static long pages(GraphServiceClient graph) {
        var messages = graph.users()
                .byUserId("member@contoso.example")
                .mailFolders()
                .byMailFolderId("sentitems")
                .messages();
        MessageCollectionResponse page = messages.get(request -> request.queryParameters.top = 2);
        long seen = 0;
        while (true) {
            assertTrue(page.getValue().size() <= 2);
            seen += page.getValue().stream()
                    .filter(message -> message.getSubject().startsWith("Page "))
                    .count();
            String next = page.getOdataNextLink();
            if (next == null) {
                return seen;
            }
            page = messages.withUrl(next).get();
        }
    }

    @Test
    void msalGetsATokenThatGraphAccepts() throws Exception {
        ConfidentialClientApplication msal = ConfidentialClientApplication.builder(
                        app.appId(), ClientCredentialFactory.createFromSecret(app.secret()))
                .authority(postern.tlsAddress() + "/" + postern.admin().tenantId())
                .instanceDiscovery(false)
                .sslSocketFactory(clients.tls().getSocketFactory())
                .build();
        IAuthenticationResult token = msal.acquireToken(
                        ClientCredentialParameters.builder(Set.of("https://graph.microsoft.com/.default"))
                                .build())
                .get();
        postern.admin()
                .http()
                .get("/v1.0/users/member@contoso.example/messages", token.accessToken())
                .expect(200);
    }

    static SendMailPostRequestBody mail(String subject) {
        EmailAddress address = new EmailAddress();
        address.setAddress("member@contoso.example");
        Recipient recipient = new Recipient();
        recipient.setEmailAddress(address);
        ItemBody body = new ItemBody();
        body.setContentType(BodyType.Text);
        body.setContent("Does this work?");
        Message message = new Message();
        message.setSubject(subject);
        message.setBody(body);
        message.setToRecipients(List.of(recipient));
        SendMailPostRequestBody request = new SendMailPostRequestBody();
        request.setMessage(message);
        request.setSaveToSentItems(true);
        return request;
    }
}
