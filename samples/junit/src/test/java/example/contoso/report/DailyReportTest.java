package example.contoso.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.graph.models.odataerrors.ODataError;
import dev.postern.junit.PosternApp;
import dev.postern.junit.PosternExtension;
import dev.postern.junit.PosternMailbox;
import dev.postern.junit.PosternTenant;
import dev.postern.junit.ReceivedMail;
import dev.postern.junit.sdk.OfficialSdk;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DailyReportTest {
    @RegisterExtension
    static final PosternExtension postern = new PosternExtension();

    @Test
    void theReportArrives() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox reports = tenant.sharedMailbox("reports");
        PosternMailbox manager = tenant.mailbox("manager");
        PosternApp app = tenant.app("daily-report", "Mail.Send").onlyTo(reports);

        new DailyReport(OfficialSdk.graph(app), reports.address()).sendTo(manager.address(), 42);

        ReceivedMail mail = tenant.awaitMail(manager);
        assertEquals("Orders", mail.subject());
        assertEquals(reports.address(), mail.from());
        assertTrue(mail.body().contains("<b>42</b>"));
    }

    @Test
    void theReportCannotBeSentFromAnotherMailbox() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox reports = tenant.sharedMailbox("reports");
        PosternMailbox manager = tenant.mailbox("manager");
        PosternApp app = tenant.app("daily-report", "Mail.Send").onlyTo(reports);

        DailyReport asManager = new DailyReport(OfficialSdk.graph(app), manager.address());

        ODataError refused = assertThrows(ODataError.class, () -> asManager.sendTo(manager.address(), 42));
        assertEquals(403, refused.getResponseStatusCode());
    }

    @Test
    void theReportIsSentAgainWhenTheServiceIsBusy() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox reports = tenant.sharedMailbox("reports");
        PosternApp app = tenant.app("daily-report", "Mail.Send").onlyTo(reports);
        tenant.fault("/v1.0/users/*/sendMail")
                .status(503)
                .retryAfter(Duration.ofSeconds(1))
                .times(1)
                .add();

        new DailyReport(OfficialSdk.graph(app), reports.address()).sendTo(reports.address(), 1);

        assertEquals(1, tenant.mail(reports).size());
    }
}
