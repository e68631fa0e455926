package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.store.Engine;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Attachments that are not files: references, messages with attachments, events and contacts. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailAttachedItemTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";
    private static final String FILE =
            "{'@odata.type':'#microsoft.graph.fileAttachment','name':'a.txt','contentType':'text/plain','contentBytes':'aGVsbG8='}";
    private static final String EVENT = "{'@odata.type':'microsoft.graph.event','subject':'Planning, part 2;"
            + " final','iCalUId':'uid-1','importance':'high',"
            + "'sensitivity':'private','showAs':'tentative','isReminderOn':true,'reminderMinutesBeforeStart':15,"
            + "'attachments':[" + FILE
            + "],'body':{'contentType':'html','content':'<p>Agenda</p>'},'location':{'displayName':'Room 4'},"
            + "'start':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'Europe/Berlin'},"
            + "'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'Europe/Berlin'},'organizer':{'emailAddress':{'name':'Adele"
            + " Vance','address':'adele@contoso.example'}},"
            + "'attendees':[{'type':'optional','emailAddress':{'name':'Megan','address':'megan@contoso.example'},"
            + "'status':{'response':'declined'}}],'recurrence':{'pattern':{'type':'weekly','interval':2,"
            + "'daysOfWeek':['tuesday']},'range':{'type':'endDate','startDate':'2026-12-01','endDate':'2027-02-01'}}}";
    private static final String CONTACT =
            "{'@odata.type':'microsoft.graph.contact','givenName':'Adele','surname':'Vance','displayName':'Adele"
                + " Vance','companyName':'Contoso','department':'Sales; North','jobTitle':'Lead','businessPhones':['+1"
                + " 425 555 0109'],'mobilePhone':'+1 425 555 0100','birthday':'1990-05-04T00:00:00Z',"
                + "'emailAddresses':[{'name':'Adele','address':'adele@contoso.example'}],'homeAddress':{'street':'1"
                + " Main, rear','city':'Redmond','countryOrRegion':'US'},'categories':['Friends']}";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private static String item(String name, String item) {
        return "{'@odata.type':'#microsoft.graph.itemAttachment','name':'" + name + "','item':" + item + "}";
    }

    private static String message(String subject, String... attachments) {
        return "{'@odata.type':'#microsoft.graph.message','subject':'" + subject
                + "','body':{'contentType':'text','content':'body'},'attachments':[" + String.join(",", attachments)
                + "]}";
    }

    private String draft(String... attachments) {
        return ADELE + "/messages/"
                + app.post(
                                ADELE + "/messages",
                                "{'subject':'outer','attachments':[" + String.join(",", attachments) + "]}")
                        .expect(201)
                        .string("/id");
    }

    private ParsedMime mime(String url) throws IOException {
        return MimeIn.read(new ByteArrayInputStream(app.get(url).expect(200).bytes()), Instant.EPOCH);
    }

    @Test
    void aReferenceHasANameAndNoContent() throws IOException {
        String reference = "{'@odata.type':'#microsoft.graph.referenceAttachment','name':'Plan.docx'}";
        String url = draft();
        var made = app.post(url + "/attachments", reference).expect(201);
        assertEquals("#microsoft.graph.referenceAttachment", made.string("/@odata.type"));
        String one = url + "/attachments/" + made.string("/id");
        var shown = app.get(one).expect(200);
        assertEquals("Plan.docx", shown.string("/name"));
        assertEquals(0, shown.at("/size").intValue());
        assertFalse(shown.json().has("contentBytes"));
        assertTrue(app.get(url).at("/hasAttachments").booleanValue());
        assertEquals(1, app.get(url + "/attachments").at("/value").size());
        app.get(one + "/$value").expect(405);
        try (ParsedMime parsed = mime(url + "/$value")) {
            assertEquals(List.of(), parsed.attachments());
        }
        app.post(url + "/attachments", "{'@odata.type':'#microsoft.graph.referenceAttachment'}")
                .expect(400, "ErrorRequiredPropertyMissing");
        app.post(url + "/attachments", reference.replace("}", ",'sourceUrl':'https://contoso.example/x'}"))
                .expect(400);
        app.delete(one).expect(204);
        app.get(one).expect(404, "ErrorItemNotFound");
        app.post(
                        ADELE + "/sendMail",
                        "{'message':{'subject':'with a"
                                + " reference','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}],"
                                + "'attachments':[" + reference + "," + FILE + "]}}")
                .expect(202);
        mail.delivery.deliverDue();
        var received = app.get(MEGAN + "/messages?$filter=subject eq 'with a reference'&$expand=attachments")
                .expect(200);
        assertEquals("Plan.docx", received.string("/value/0/attachments/0/name"));
        assertEquals("aGVsbG8=", received.string("/value/0/attachments/1/contentBytes"));
    }

    @Test
    void attachedMessagesHaveAttachments() throws IOException {
        String url = draft(item("inner.eml", message("inner", FILE, item("deep.eml", message("deep", FILE)))));
        String one = url + "/attachments/" + app.get(url + "/attachments").string("/value/0/id");
        var plain =
                app.get(one + "?$expand=microsoft.graph.itemAttachment/item").expect(200);
        assertEquals("inner", plain.string("/item/subject"));
        assertTrue(plain.at("/item/hasAttachments").booleanValue());
        assertFalse(plain.at("/item").has("attachments"));
        for (String path : List.of("attachments", "microsoft.graph.message/attachments")) {
            var expanded = app.get(one + "?$expand=graph.itemAttachment/item($expand=" + path
                            + "($expand=microsoft.graph.itemAttachment/item($expand=" + path + ")))")
                    .expect(200);
            assertEquals("", expanded.string("/item/attachments/0/id"));
            assertEquals("aGVsbG8=", expanded.string("/item/attachments/0/contentBytes"));
            assertEquals(5, expanded.at("/item/attachments/0/size").intValue());
            assertEquals("deep", expanded.string("/item/attachments/1/item/subject"));
            assertEquals("a.txt", expanded.string("/item/attachments/1/item/attachments/0/name"));
        }
        var names = app.get(one
                        + "?$expand=microsoft.graph.itemAttachment/item($expand=attachments($select=name;$filter=name"
                        + " eq 'a.txt'))")
                .expect(200);
        assertEquals(1, names.at("/item/attachments").size());
        assertFalse(names.at("/item/attachments/0").has("contentBytes"));
        // the same as mail: separately, and as a part of the outer message
        for (String value : List.of(one + "/$value", url + "/$value")) {
            try (ParsedMime parsed = mime(value)) {
                var attached = parsed.attachments();
                boolean outer = value.startsWith(url + "/$");
                assertEquals(outer ? 1 : 2, attached.size());
                var inner = outer ? Objects.requireNonNull(attached.getFirst().doc()) : parsed.message();
                assertEquals("inner", inner.path("subject").asString());
            }
        }
        app.get(one + "?$expand=microsoft.graph.itemAttachment/item($expand=nothing)")
                .expect(400, "BadRequest");
    }

    @Test
    void attachmentsOfAttachedMimeMessagesAreShown() {
        String url = draft(item("inner.eml", message("inner", FILE, item("deep.eml", message("deep", FILE)))));
        String mime =
                Base64.getEncoder().encodeToString(app.get(url + "/$value").bytes());
        var copy = app.call("POST", ADELE + "/messages", "text/plain", mime.getBytes(StandardCharsets.US_ASCII))
                .expect(201);
        String one = ADELE + "/messages/" + copy.string("/id");
        var shown = app.get(one + "/attachments?$expand=microsoft.graph.itemAttachment/item($expand=attachments("
                        + "$expand=microsoft.graph.itemAttachment/item($expand=attachments)))")
                .expect(200);
        assertEquals("inner", shown.string("/value/0/item/subject"));
        assertEquals("aGVsbG8=", shown.string("/value/0/item/attachments/0/contentBytes"));
        assertEquals("aGVsbG8=", shown.string("/value/0/item/attachments/1/item/attachments/0/contentBytes"));
    }

    @Test
    void largePartsOfMimeAreReadWhenTheyAreSent() {
        byte[] large = new byte[300_000];
        new java.util.Random(5).nextBytes(large);
        String content = Base64.getEncoder().encodeToString(large);
        String url = draft(item("inner.eml", message("inner", FILE.replace("aGVsbG8=", content), FILE)));
        String mime =
                Base64.getEncoder().encodeToString(app.get(url + "/$value").bytes());
        var copy = app.call("POST", ADELE + "/messages", "text/plain", mime.getBytes(StandardCharsets.US_ASCII))
                .expect(201);
        for (String message : List.of(url, ADELE + "/messages/" + copy.string("/id"))) {
            var shown = app.get(
                            message + "/attachments?$expand=microsoft.graph.itemAttachment/item($expand=attachments)")
                    .expect(200);
            assertEquals(content, shown.string("/value/0/item/attachments/0/contentBytes"));
            assertEquals("aGVsbG8=", shown.string("/value/0/item/attachments/1/contentBytes"));
        }
    }

    @Test
    void depthIsBounded() {
        String nested = message("bottom", FILE);
        for (int i = 0; i < 5; i++) {
            nested = message("level " + i, item("m.eml", nested));
        }
        app.post(ADELE + "/messages", nested).expect(201);
        app.post(ADELE + "/messages", message("too deep", item("m.eml", nested)))
                .expect(400, "ErrorInvalidRequest");
    }

    @Test
    void anEventIsWrittenAsICalendar() throws IOException, ParserException {
        String url = draft(item("Planning.ics", EVENT));
        String one = url + "/attachments/" + app.get(url + "/attachments").string("/value/0/id");
        var value = app.get(one + "/$value").expect(200);
        String text = value.text().replace("\r\n ", "");
        for (String line : List.of(
                "UID:uid-1",
                "SUMMARY:Planning\\, part 2\\; final",
                "DESCRIPTION:Agenda",
                "LOCATION:Room 4",
                "DTSTART;TZID=Europe/Berlin:20261201T090000",
                "DTEND;TZID=Europe/Berlin:20261201T100000",
                "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU;UNTIL=20270201T080000Z",
                "ORGANIZER;CN=Adele Vance:mailto:adele@contoso.example",
                "ATTENDEE;CN=Megan;CUTYPE=INDIVIDUAL;ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED;RSVP=FALSE:mailto:megan@contoso.example",
                "PRIORITY:1",
                "CLASS:PRIVATE",
                "STATUS:TENTATIVE",
                "TRIGGER:-PT15M",
                "ATTACH;ENCODING=BASE64;VALUE=BINARY:aGVsbG8=",
                "TZID:Europe/Berlin")) {
            assertTrue(text.contains(line + "\r\n"), () -> line + " in " + text);
        }
        var calendar = new CalendarBuilder().build(new ByteArrayInputStream(value.bytes()));
        VEvent event = (VEvent) calendar.getComponent("VEVENT").orElseThrow();
        assertEquals(
                "Planning, part 2; final",
                event.getProperty("SUMMARY").orElseThrow().getValue());
        try (ParsedMime parsed = mime(url + "/$value")) {
            assertEquals("text/calendar", parsed.attachments().getFirst().contentType());
            assertEquals("Planning.ics", parsed.attachments().getFirst().name());
            try (var in = parsed.attachments().getFirst().content().open()) {
                assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("UID:uid-1"));
            }
        }
    }

    @Test
    void noPropertyOfAnEventStartsALine() {
        String url = draft(item(
                "x.ics",
                "{'@odata.type':'microsoft.graph.event','subject':'a\\r"
                        + "\\n"
                        + "ATTENDEE:mailto:x@fabrikam.example','body':{'contentType':'html','content':'<p>b</p>\\r"
                        + "\\n"
                        + "X-EVIL:1'},'start':{'dateTime':'2026-12-01T09:00:00','timeZone':'Mars\\r"
                        + "\\n"
                        + "X-EVIL:2'},'attendees':[{'emailAddress':{'name':'n\\r"
                        + "\\n"
                        + "X-EVIL:3','address':'a@fabrikam.example\\r"
                        + "\\n"
                        + "X-EVIL:4'}},{'emailAddress':{'name':'n\\r"
                        + "\\n"
                        + "X-EVIL:5','address':'b@fabrikam.example'}}],'categories':['c\\r"
                        + "\\n"
                        + "X-EVIL:6'],'location':{'displayName':'l\\r"
                        + "\\n"
                        + "X-EVIL:7'},'iCalUId':'u\\r"
                        + "\\n"
                        + "X-EVIL:8'}"));
        String one = url + "/attachments/" + app.get(url + "/attachments").string("/value/0/id");
        for (String line : app.get(one + "/$value").expect(200).text().split("\r?\n|\r")) {
            assertFalse(line.startsWith("X-EVIL") || line.startsWith("ATTENDEE:mailto:x"), line);
        }
        String card = draft(item(
                "x.vcf",
                "{'@odata.type':'microsoft.graph.contact','displayName':'a\\r\\nX-EVIL:1','manager':'m\\r\\nX-EVIL:2',"
                        + "'personalNotes':'p\\r\\nX-EVIL:3','imAddresses':['i\\r\\nX-EVIL:4'],"
                        + "'emailAddresses':[{'address':'e\\r\\nX-EVIL:5'}]}"));
        String contact = card + "/attachments/" + app.get(card + "/attachments").string("/value/0/id");
        for (String line : app.get(contact + "/$value").expect(200).text().split("\r?\n|\r")) {
            assertFalse(line.startsWith("X-EVIL"), line);
        }
    }

    @Test
    void anEventWithFewPropertiesIsWritten() throws IOException, ParserException {
        String url = draft(item(
                "e.ics",
                "{'@odata.type':'microsoft.graph.event','subject':'x','isAllDay':true,"
                        + "'start':{'dateTime':'2026-12-01T00:00:00','timeZone':'Pacific Standard Time'}}"));
        String one = url + "/attachments/" + app.get(url + "/attachments").string("/value/0/id");
        var value = app.get(one + "/$value").expect(200);
        assertTrue(value.text().contains("DTSTART;VALUE=DATE:20261201\r\n"), value.text());
        assertEquals(value.text(), app.get(one + "/$value").text());
        new CalendarBuilder().build(new ByteArrayInputStream(value.bytes()));
    }

    @Test
    void aContactIsWrittenAsVCard() throws IOException {
        String url = draft(item("Adele.vcf", CONTACT));
        String one = url + "/attachments/" + app.get(url + "/attachments").string("/value/0/id");
        var value = app.get(one + "/$value").expect(200);
        try (VCardReader reader = new VCardReader(value.text())) {
            VCard card = reader.readNext();
            assertEquals("Adele Vance", card.getFormattedName().getValue());
            assertEquals("Vance", card.getStructuredName().getFamily());
            assertEquals(
                    List.of("Contoso", "Sales; North"),
                    card.getOrganization().getValues().subList(0, 2));
            assertEquals(2, card.getTelephoneNumbers().size());
            assertEquals("adele@contoso.example", card.getEmails().getFirst().getValue());
            assertEquals("1 Main, rear", card.getAddresses().getFirst().getStreetAddress());
            assertEquals(java.time.LocalDate.of(1990, 5, 4), card.getBirthday().getDate());
            assertEquals(List.of("Friends"), card.getCategories().getValues());
        }
        app.post(
                        ADELE + "/sendMail",
                        "{'message':{'subject':'a"
                                + " card','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}],"
                                + "'attachments':[" + item("Adele.vcf", CONTACT) + "]}}")
                .expect(202);
        mail.delivery.deliverDue();
        String received =
                app.get(MEGAN + "/messages?$filter=subject eq 'a card'").string("/value/0/id");
        try (ParsedMime parsed = mime(MEGAN + "/messages/" + received + "/$value")) {
            assertEquals("text/vcard", parsed.attachments().getFirst().contentType());
        }
    }
}
