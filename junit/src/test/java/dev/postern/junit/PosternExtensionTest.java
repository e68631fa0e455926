package dev.postern.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.sendmail.SendMailPostRequestBody;
import dev.postern.junit.sdk.OfficialSdk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PosternExtensionTest {
    @RegisterExtension
    static final PosternExtension postern = new PosternExtension();

    @Test
    void mailOfAConfinedApplicationArrivesAndOtherMailboxesAreRefused() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox reports = tenant.sharedMailbox("reports");
        PosternMailbox other = tenant.mailbox("other");
        PosternApp app = tenant.app("reporter", "Mail.Send").onlyTo(reports);

        assertEquals(
                202,
                GraphCalls.sendMail(app, reports, reports.address(), "Daily report")
                        .statusCode());
        assertEquals(
                403,
                GraphCalls.sendMail(app, other, reports.address(), "Not allowed")
                        .statusCode());

        ReceivedMail mail = tenant.awaitMail(reports, one -> one.subject().equals("Daily report"));
        assertEquals(reports.address(), mail.from());
        assertTrue(mail.body().contains("It works."));
        assertEquals(1, tenant.mail(reports).size());
    }

    @Test
    void officialClientsAreReadyToUse() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox reports = tenant.sharedMailbox("reports");
        PosternMailbox other = tenant.sharedMailbox("other");
        GraphServiceClient graph =
                OfficialSdk.graph(tenant.app("reader", "Mail.ReadWrite").onlyTo(reports));

        Message draft = new Message();
        draft.setSubject("From the SDK");
        graph.users().byUserId(reports.address()).messages().post(draft);

        List<Message> found = Objects.requireNonNull(Objects.requireNonNull(
                        graph.users().byUserId(reports.address()).messages().get())
                .getValue());
        assertEquals("From the SDK", found.get(0).getSubject());
        ODataError refused = assertThrows(
                ODataError.class,
                () -> graph.users().byUserId(other.address()).messages().get());
        assertEquals(403, refused.getResponseStatusCode());
        SendMailPostRequestBody mail = new SendMailPostRequestBody();
        mail.setMessage(draft);
        assertThrows(
                ODataError.class,
                () -> graph.users().byUserId(reports.address()).sendMail().post(mail));
    }

    @Test
    void whatIsMissingIsSaid() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox reports = tenant.mailbox("reports");

        AssertionError nothing = assertThrows(
                AssertionError.class, () -> tenant.awaitMail(reports, mail -> true, Duration.ofMillis(50)));
        assertTrue(nothing.toString().contains("no messages"), nothing.toString());
        PosternException unknown = assertThrows(PosternException.class, () -> tenant.seed("{\"mailboxen\": []}"));
        assertTrue(unknown.toString().contains("mailboxen"), unknown.toString());
        PosternException role = assertThrows(PosternException.class, () -> tenant.app("x", "Mail.Everything"));
        assertTrue(role.toString().contains("Mail.Everything"), role.toString());
    }

    @Test
    void tenantsDoNotSeeEachOther() {
        PosternTenant first = postern.newTenant();
        PosternTenant second = postern.newTenant();
        PosternMailbox box = first.mailbox("anna");

        assertNotEquals(first.domain(), second.domain());
        PosternApp stranger = second.app("stranger", "Mail.Send");
        assertEquals(
                404, GraphCalls.sendMail(stranger, box, box.address(), "No").statusCode());
        assertEquals(1, first.cmdlet("Get-Mailbox", Map.of()).size());
        assertEquals(0, second.cmdlet("Get-Mailbox", Map.of()).size());
    }

    @Test
    void faultsOfATenantConcernNoOther() {
        PosternTenant tenant = postern.newTenant();
        PosternTenant other = postern.newTenant();
        PosternMailbox box = tenant.mailbox("anna");
        PosternMailbox otherBox = other.mailbox("anna");
        PosternApp app = tenant.app("sender", "Mail.Send");
        PosternApp otherApp = other.app("sender", "Mail.Send");
        tenant.fault("/v1.0/users/*/sendMail")
                .status(503)
                .retryAfter(Duration.ofSeconds(1))
                .times(1)
                .add();

        assertEquals(
                202,
                GraphCalls.sendMail(otherApp, otherBox, otherBox.address(), "Hello")
                        .statusCode());
        var failed = GraphCalls.sendMail(app, box, box.address(), "Hello");
        assertEquals(503, failed.statusCode());
        assertEquals("1", failed.headers().firstValue("Retry-After").orElse(""));
        assertEquals(202, GraphCalls.sendMail(app, box, box.address(), "Hello").statusCode());
    }
}
