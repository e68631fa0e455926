package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.TenantId;
import dev.postern.store.Engine;
import dev.postern.trace.MessageTraces;
import dev.postern.trace.TraceAttempt;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Get-MessageTraceV2, Get-MessageTrace and their details: filters, times, pages, columns. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageTraceCmdletsTest {
    private ExchangeFixture fixture;
    private Instant now;

    @BeforeAll
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        now = fixture.clock().instant();
        TenantId here = fixture.tenant.id();
        // numbers are hours ago
        add(here, 1, "Weekly report", null, done("ann"), failed("gone"));
        add(here, 2, "Invoice 7", "mail.fabrikam.example [192.0.2.9]", done("bob"));
        add(here, 3, "weekly numbers", null, sent(), waiting("late@fabrikam.example"));
        add(here, 60, "Older", null, done("ann"));
        add(here, 24 * 30, "Last month", null, done("ann"));
        add(fixture.tenant("fabrikam.example").id(), 1, "Other tenant", null, done("ann"));
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private void add(TenantId tenant, int hours, String subject, @Nullable String host, TracedRecipient... recipients) {
        var message = new TracedMessage(
                tenant,
                new UUID(hours, 1),
                now.minus(Duration.ofHours(hours)),
                null,
                "<" + hours + "@contoso.example>",
                hours == 3 ? "" : "from" + hours + "@contoso.example",
                subject,
                100,
                host,
                List.of(recipients));
        fixture.database().write(sql -> {
            new MessageTraces().add(sql, message);
            return true;
        });
    }

    private TracedRecipient done(String name) {
        return TracedRecipient.delivered(name + "@contoso.example", now);
    }

    private TracedRecipient failed(String name) {
        return new TracedRecipient(
                name + "@contoso.example",
                TraceState.FAILED,
                List.of(new TraceAttempt(now, null, "550 5.1.10 Recipient not found")));
    }

    private TracedRecipient sent() {
        return new TracedRecipient(
                "out@fabrikam.example",
                TraceState.SENT,
                List.of(
                        new TraceAttempt(now, "mx.fabrikam.example [192.0.2.1]", "451 later"),
                        new TraceAttempt(now, "mx.fabrikam.example [192.0.2.2]", "250 ok")));
    }

    private static TracedRecipient waiting(String address) {
        return TracedRecipient.waiting(address);
    }

    private ExchangeFixture.Reply run(String cmdlet, String parameters) {
        String filled = parameters.replace('\'', '"');
        for (int hours : List.of(2, 3, 61, 72, 312, 480, 744, 2184)) {
            filled = filled.replace(
                    "<" + hours + "h>", now.minus(Duration.ofHours(hours)).toString());
        }
        return fixture.run(cmdlet, "{" + filled + "}");
    }

    private static String shown(ExchangeFixture.Reply reply) {
        return reply.rows().stream()
                .map(row -> row.path("RecipientAddress").asString().replaceAll("@.*", "") + ":"
                        + row.path("Status").asString())
                .collect(Collectors.joining(" "));
    }

    private static final String RECENT = "ann:Delivered gone:Failed bob:Delivered late:Pending out:Delivered";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | " + RECENT,
                "'StartDate':'<72h>' | " + RECENT + " ann:Delivered",
                "'StartDate':'<72h>','EndDate':'<3h>' | late:Pending out:Delivered ann:Delivered",
                "'StartDate':'<3h>','EndDate':'<2h>' | bob:Delivered late:Pending out:Delivered",
                "'RecipientAddress':'ANN@contoso.example' | ann:Delivered",
                "'RecipientAddress':['ann@contoso.example','bob@contoso.example'] | ann:Delivered bob:Delivered",
                "'RecipientAddress':'*@fabrikam.example' | late:Pending out:Delivered",
                "'RecipientAddress':'nobody@contoso.example' | ~~",
                "'SenderAddress':'from2@*' | bob:Delivered",
                "'SenderAddress':'from1@contoso.example' | ann:Delivered gone:Failed",
                "'Status':'Failed' | gone:Failed",
                "'Status':['Pending','Failed'] | gone:Failed late:Pending",
                "'Status':'Quarantined' | ~~",
                "'MessageId':'<2@contoso.example>' | bob:Delivered",
                "'MessageId':['<2@contoso.example>','<1@contoso.example>'] | ann:Delivered gone:Failed bob:Delivered",
                "'MessageId':'<9@contoso.example>' | ~~",
                "'MessageTraceId':'00000000-0000-0002-0000-000000000001' | bob:Delivered",
                "'FromIP':'192.0.2.9' | bob:Delivered",
                "'FromIP':'192.0.2.1' | ~~",
                "'ToIP':'192.0.2.2' | out:Delivered",
                "'ToIP':'192.0.2.1' | ~~",
            })
    void rowsAreFiltered(String parameters, String expected) {
        for (String cmdlet : List.of("Get-MessageTraceV2", "Get-MessageTrace")) {
            ExchangeFixture.Reply reply = run(cmdlet, parameters);
            assertEquals(200, reply.status(), reply.detail());
            assertEquals(expected, shown(reply), cmdlet);
            assertEquals(List.of(), reply.warnings());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Subject':'WEEKLY' | ann:Delivered gone:Failed late:Pending out:Delivered",
                "'Subject':'report','SubjectFilterType':'EndsWith' | ann:Delivered gone:Failed",
                "'Subject':'report','SubjectFilterType':'StartsWith' | ~~",
                "'Subject':'weekly n','SubjectFilterType':'StartsWith' | late:Pending out:Delivered",
                "'Subject':'voice','SubjectFilterType':'Contains' | bob:Delivered",
                "'StartDate':'<61h>','EndDate':'<61h>' | ~~",
            })
    void theNewCmdletAlsoFiltersSubjects(String parameters, String expected) {
        ExchangeFixture.Reply reply = run("Get-MessageTraceV2", parameters);
        assertEquals(200, reply.status(), reply.detail());
        assertEquals(expected, shown(reply));
    }

    @Test
    void aSearchReachesBackNinetyDays() {
        ExchangeFixture.Reply reply = run(
                "Get-MessageTraceV2",
                "'StartDate':'" + now.minus(Duration.ofDays(35)) + "','EndDate':'" + now.minus(Duration.ofDays(25))
                        + "'");
        assertEquals("ann:Delivered", shown(reply));
        assertEquals("Last month", reply.row().path("Subject").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Get-MessageTraceV2 | 'StartDate':'<2h>','EndDate':'<3h>' | can't be later than the EndDate",
                "Get-MessageTraceV2 | 'StartDate':'<2184h>','EndDate':'<2184h>' | can't be older than 90 days from"
                        + " today",
                "Get-MessageTraceV2 | 'StartDate':'<744h>' | can't be longer than 10 days",
                "Get-MessageTrace | 'StartDate':'<480h>','EndDate':'<312h>' | can't be older than 10 days from today",
                "Get-MessageTraceV2 | 'StartDate':'yesterday' | Cannot convert value \"yesterday\" of StartDate",
                "Get-MessageTraceV2 | 'StartDate':'13/13/2026' | Cannot convert value",
                "Get-MessageTraceV2 | 'StartDate':'11/13/2026 25:00' | Cannot convert value",
                "Get-MessageTraceV2 | 'MessageTraceId':'x' | isn't a GUID",
                "Get-MessageTraceV2 | 'ResultSize':5001 | Invalid ResultSize value. Specify a value from 1 to 5000.",
                "Get-MessageTraceV2 | 'ResultSize':'Unlimited' | Invalid ResultSize value",
                "Get-MessageTrace | 'PageSize':5001 | Invalid PageSize value. Specify a value from 1 to 5000.",
                "Get-MessageTrace | 'Page':1001 | Invalid Page value. Specify a value from 1 to 1000.",
                "Get-MessageTrace | 'Subject':'x' | Subject",
                "Get-MessageTraceV2 | 'Page':1 | Page",
                "Get-MessageTraceV2 | 'Status':'None' | None",
                "Get-MessageTraceDetailV2 | 'RecipientAddress':'a@contoso.example' | MessageTraceId",
            })
    void wrongValuesAreRefused(String cmdlet, String parameters, String text) {
        ExchangeFixture.Reply reply = run(cmdlet, parameters);
        assertEquals(400, reply.status(), reply.json().toString());
        String all = reply.detail() + reply.json();
        assertTrue(all.contains(text.replace("\"", "\\\"")) || all.contains(text), all);
    }

    @ParameterizedTest
    @CsvSource({
        "11/01/2026",
        "11/1/2026 9:30 PM",
        "11/01/2026 21:30:00",
        "2026-11-01",
        "2026-11-01T21:30:00",
        "2026-11-01T22:30:00+01:00"
    })
    void datesHaveSeveralForms(String date) {
        Instant day = Instant.parse(date.contains(":") ? "2026-11-01T21:30:00Z" : "2026-11-01T00:00:00Z");
        ExchangeFixture.Reply reply = run("Get-MessageTraceV2", "'StartDate':'" + date + "','EndDate':'" + date + "'");
        boolean tooOld = day.isBefore(now.minus(Duration.ofDays(89)));
        assertEquals(tooOld ? 400 : 200, reply.status(), reply.detail());
    }

    @Test
    void moreResultsFollowByDateAndRecipient() {
        var all = new ArrayList<String>();
        String from = "";
        for (int i = 0; i < 9; i++) {
            ExchangeFixture.Reply reply = run("Get-MessageTraceV2", "'ResultSize':1,'StartDate':'<72h>'" + from);
            all.add(shown(reply));
            if (reply.warnings().isEmpty()) {
                break;
            }
            assertTrue(reply.warnings().getFirst().startsWith("There are more results, use the following command"));
            JsonNode last = reply.rows().getLast();
            String received = last.path("Received").asString().replace("0000+00:00", "Z");
            from = ",'EndDate':'" + received + "','StartingRecipientAddress':'"
                    + last.path("RecipientAddress").asString() + "'";
        }
        assertEquals(RECENT + " ann:Delivered", String.join(" ", all));
    }

    @Test
    void pagesOfTheOldCmdletHaveNumbers() {
        ExchangeFixture.Reply second = run("Get-MessageTrace", "'PageSize':2,'Page':2");
        assertEquals("bob:Delivered late:Pending", shown(second));
        assertEquals(
                List.of(2, 3),
                second.rows().stream().map(row -> row.path("Index").asInt()).toList());
        assertEquals("", shown(run("Get-MessageTrace", "'PageSize':2,'Page':4")));
    }

    @Test
    void aRowHasTheColumnsOfExchange() {
        JsonNode row = run("Get-MessageTraceV2", "'FromIP':'192.0.2.9'").row();
        assertEquals(
                List.of(
                        "Organization",
                        "MessageId",
                        "Received",
                        "SenderAddress",
                        "RecipientAddress",
                        "Subject",
                        "Status",
                        "ToIP",
                        "FromIP",
                        "Size",
                        "MessageTraceId",
                        "StartDate",
                        "EndDate",
                        "Index"),
                row.propertyNames().stream().filter(name -> !name.contains("@")).toList());
        assertEquals("contoso.example", row.path("Organization").asString());
        assertEquals("192.0.2.9", row.path("FromIP").asString());
        assertTrue(row.path("ToIP").isNull());
        assertEquals(
                "00000000-0000-0002-0000-000000000001",
                row.path("MessageTraceId").asString());
        assertEquals(
                "<>",
                run("Get-MessageTraceV2", "'ToIP':'192.0.2.2'")
                        .row()
                        .path("SenderAddress")
                        .asString());
    }

    @ParameterizedTest
    @CsvSource({
        "1, ann@contoso.example, Submit Deliver",
        "1, gone@contoso.example, Submit Fail",
        "2, bob@contoso.example, Receive Deliver",
        "3, out@fabrikam.example, Submit Defer Send external",
        "3, late@fabrikam.example, Submit",
        "1, bob@contoso.example, ''",
        "9, ann@contoso.example, ''"
    })
    void theDetailsAreEvents(int hours, String recipient, String events) {
        for (String cmdlet : List.of("Get-MessageTraceDetailV2", "Get-MessageTraceDetail")) {
            ExchangeFixture.Reply reply =
                    run(cmdlet, "'MessageTraceId':'" + new UUID(hours, 1) + "','RecipientAddress':'" + recipient + "'");
            assertEquals(200, reply.status(), reply.detail());
            assertEquals(
                    events,
                    reply.rows().stream()
                            .map(row -> row.path("Event").asString())
                            .collect(Collectors.joining(" ")));
        }
    }
}
