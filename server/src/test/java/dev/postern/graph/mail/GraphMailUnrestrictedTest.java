package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.odata.MailQueryRules;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries that Graph refuses: executed for a configured tenant, refused for another. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailUnrestrictedTest {
    private static final String FREE = "/users/adele@contoso.example/messages";
    private static final String IMITATED = "/users/lynne@fabrikam.example/messages";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient free;
    private GraphClient imitated;
    private GraphClient basic;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine, tenant -> new MailSettings(500, MailQueryRules.ofGraph(), Set.of(tenant)));
        free = mail.client(mail.app("free", "Mail.ReadWrite"));
        basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        mail.tenant = mail.newTenant("fabrikam.example");
        mail.user("lynne", "Lynne Robbins");
        imitated = mail.client(mail.app("imitated", "Mail.ReadWrite"));
        for (String message : List.of(
                "{'subject':'alpha"
                        + " report','categories':['Red','Blue'],'importance':'high','flag':{'flagStatus':'flagged',"
                        + "'startDateTime':{'dateTime':'2026-11-24T08:00:00','timeZone':'UTC'},"
                        + "'dueDateTime':{'dateTime':'2026-11-25T08:00:00','timeZone':'UTC'}}}",
                "{'subject':'beta"
                    + " report','categories':['Red'],'toRecipients':[{'emailAddress':{'address':'x@fabrikam.example'}}]}",
                "{'subject':'gamma','importance':'low'}")) {
            free.post(FREE, message).expect(201);
            imitated.post(IMITATED, message).expect(201);
        }
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "InefficientFilter          | gamma,alpha report        | $filter=importance ne"
                        + " 'normal'&$orderby=subject desc",
                "ErrorInvalidUrlQueryFilter | alpha report,beta report  |"
                        + " $filter=endswith(subject,'report')&$orderby=subject",
                "ErrorInvalidUrlQueryFilter | gamma                     | $filter=subject in ('gamma','delta')",
                "ErrorInvalidUrlQueryFilter | gamma                     | $filter=not categories/any(c:c eq 'Red') and"
                        + " categories/all(c:c eq 'Green')",
                "ErrorInvalidUrlQueryFilter | alpha report              | $filter=categories/$count gt 1",
                "ErrorInvalidUrlQueryFilter | alpha report              | $filter=flag/dueDateTime/dateTime ne null",
                "ErrorInvalidUrlQueryFilter | beta report               |"
                        + " $filter=toRecipients/any(r:r/emailAddress/address eq 'x@fabrikam.example')",
            })
    void queriesThatGraphRefusesAreExecutedForConfiguredTenants(String code, String subjects, String query) {
        var answer = free.get(FREE + "?$select=subject&" + query).expect(200);
        assertEquals(
                List.of(subjects.split(",")),
                answer.at("/value")
                        .valueStream()
                        .map(m -> m.get("subject").stringValue())
                        .toList());
        imitated.get(IMITATED + "?$select=subject&" + query).expect(400, code);
        if (!query.contains("$orderby")) {
            assertEquals("1", free.get(FREE + "/$count?" + query).expect(200).text());
            imitated.get(IMITATED + "/$count?" + query).expect(400, code);
        }
    }

    @Test
    void permissionsStillApply() {
        basic.get(FREE + "?$filter=endswith(bodyPreview,'x')").expect(403, "ErrorAccessDenied");
        basic.get(FREE + "?$filter=endswith(subject,'report')").expect(200);
        free.get(IMITATED).expect(404);
    }

    @Test
    void unsupportedConditionsAreStillRefused() {
        free.get(FREE + "?$filter=endswith(body/content,'x')").expect(200);
        free.get(FREE + "?$filter=body/content in ('x')").expect(200);
        free.get(FREE + "?$orderby=body/content").expect(400);
        free.get(FREE + "?$filter=nothing eq 1").expect(400, "BadRequest");
    }
}
