package dev.postern.console.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.Recurrence;
import dev.postern.console.page.FormFields;
import dev.postern.html.InertHtml;
import dev.postern.http.Json;
import dev.postern.itip.PatternedRecurrence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ShownTexts that strangers chose, and texts about them. */
class MessageTextsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        report.pdf             | report.pdf
        ../../etc/passwd       | passwd
        C:\\x\\y.exe           | y.exe
        a"b;c%.txt             | a_b_c_.txt
        ..                     | attachment
        .htaccess              | htaccess
        gnp.\u202ecod.exe      | gnp.cod.exe
        a\u0000b\u007f.txt     | ab.txt
        Größe.txt              | Größe.txt
        /                      | attachment
        """)
    void namesOfFilesAreHarmless(String name, String expected) {
        assertEquals(expected, SafeFileName.of(name));
    }

    @Test
    void aLongNameKeepsItsEnding() {
        assertEquals(120, SafeFileName.of("x".repeat(300) + ".pdf").length());
        assertTrue(SafeFileName.of("x".repeat(300) + ".pdf").endsWith("x.pdf"));
        assertEquals(
                "attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.txt",
                SafeFileName.disposition("Größe.txt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        abc          | 3  | abc
        abcd         | 3  | abc…
        a\u202eb     | 9  | a\ufffdb
        'a\nb\tc'    | 9  | a b c
        \u05d0\u200f | 9  | \u05d0\u200f
        """)
    void linesAreBoundedAndKeepTheirDirection(String text, int max, String expected) {
        assertEquals(expected, ShownText.line(text, max));
    }

    @Test
    void aBlockHasAsManyBytesAsItMay() {
        assertEquals(new ShownText.Part("<".repeat(20), true), ShownText.block("<".repeat(1_000), 100));
        assertEquals(new ShownText.Part("a\nb", false), ShownText.block("a\r\nb", 100));
        assertEquals(new ShownText.Part("\u20ac", true), ShownText.block("\u20ac\u20ac", 5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        http://a.example/x               | press here       | ''
        http://a.example/x               | a.example        | ''
        http://www.a.example/x           | a.example        | ''
        http://b.example/x               | http://a.example | its text names another host
        http://a.example:8080/           | a.example/x      | ''
        http://a.example@b.example/      | x                | what is before the @ is not the host
        http:\\\\b.example               | a.example        | its text names another host
        http://b.example/                | https://раypal.com/ | its text names another host
        http://xn--bcher-kva.example/    | bücher.example   | ''
        http://bücher.example/           | xn--bcher-kva.example | ''
        http://b.example/                | Go to https://bank.example now | its text names another host
        http://b.example/                | Go to bank.example now | its text names another host
        http://bank.example/             | Go to https://bank.example now | ''
        http://b.example/                | bank\u200b.example | its text names another host
        http://b.example/                | bank\u00ad.ex\u2060ample | its text names another host
        http://b.example/                | bank。example     | its text names another host
        http://b.example/                | ｂank.example     | its text names another host
        http://b.example/                | b.example or bank.example | its text names another host
        http://b.example/                | https://192.0.2.1/ | its text names another host
        http://b.example/                | See report.pdf, e.g. 1.2 | ''
        http://mail.bank.example/        | bank.example     | ''
        http://bank.example.b.example/   | bank.example     | its text names another host
        http://evilbank.example/         | bank.example     | its text names another host
        //b.example/                     | bank.example     | its text names another host
        http://example/                  | bank.example     | its text names another host
        mailto:a@a.example               | a.example        | ''
        javascript:alert(1)              | x                | not an address of the web
        JaVaScRiPt:x                     | x                | not an address of the web
        file:///etc/passwd               | x                | not an address of the web
        /relative                        | x                | ''
        """)
    void linksAreJudged(String target, String text, String warning) {
        assertEquals(
                warning,
                MailLink.of(new InertHtml.Found(InertHtml.Use.LINK, target, text))
                        .warning());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        'type':'daily','interval':1                                                            | every day
        'type':'daily','interval':3                                                            | every 3 days
        'type':'weekly','interval':2,'daysOfWeek':['monday','friday','tuesday']                | every 2 weeks on Monday, Tuesday and Friday
        'type':'absoluteMonthly','interval':1,'dayOfMonth':15                                  | every month on day 15
        'type':'relativeMonthly','interval':1,'index':'last','daysOfWeek':['friday']           | every month on the last Friday
        'type':'absoluteYearly','interval':1,'month':3,'dayOfMonth':9                          | every year on March 9
        'type':'relativeYearly','interval':1,'month':3,'index':'first','daysOfWeek':['monday'] | every year on the first Monday of March
        """)
    void patternsAreSaidInWords(String pattern, String words) {
        assertEquals(
                words + " from 2026-12-01, without end", words(pattern, "'type':'noEnd','startDate':'2026-12-01'"));
    }

    @Test
    void theCommandOfASearchHasItsFilter() {
        Instant now = Instant.parse("2026-11-28T10:00:00.5Z");
        assertEquals(
                "./postern Get-MessageTraceV2 -SenderAddress '\"o'\\''brien@a.example\"' -MessageId"
                        + " '\"<x=1@a.example>\"' -StartDate 2026-11-27T22:00:00Z -EndDate 2026-11-28T00:00:00Z -Status"
                        + " Pending",
                TracePages.command(
                        new FormFields(Map.of(
                                "sender", List.of("o'brien@a.example"),
                                "messageId", List.of("<x=1@a.example>"),
                                "from", List.of("12h"),
                                "to", List.of("2026-11-28"),
                                "state", List.of("held"))),
                        now));
        assertEquals("./postern Get-MessageTraceV2", TracePages.command(new FormFields(Map.of()), now));
    }

    @Test
    void rangesAreSaidInWords() {
        String daily = "'type':'daily','interval':1";
        assertEquals(
                "every day, 1 time from 2026-12-01",
                words(daily, "'type':'numbered','startDate':'2026-12-01','numberOfOccurrences':1"));
        assertEquals(
                "every day from 2026-12-01 until 2026-12-24",
                words(daily, "'type':'endDate','startDate':'2026-12-01','endDate':'2026-12-24'"));
    }

    private static String words(String pattern, String range) {
        String json = "{'pattern':{" + pattern + "},'range':{" + range + "}}";
        Recurrence recurrence =
                PatternedRecurrence.read(Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        return RecurrenceWords.of(recurrence);
    }

    @Test
    void headersAreShownRawAndDecoded() {
        HeaderRows rows = header("Subject: =?utf-8?q?Gr=C3=B6=C3=9Fe?=\r\nTo: a,\r\n b\r\n\r\nX-Body: no\r\n");
        assertEquals(
                List.of(
                        new HeaderRows.Row("Subject", "=?utf-8?q?Gr=C3=B6=C3=9Fe?=", "Größe", false),
                        new HeaderRows.Row("To", "a, b", "", false)),
                rows.rows());
        assertEquals(0, rows.left());
        assertFalse(rows.open());
    }

    @Test
    void aHugeHeaderIsBounded() {
        HeaderRows rows = header("X: <b>\r\n".repeat(100_000) + "\r\n");
        assertEquals(200, rows.rows().size());
        assertEquals(99_800, rows.left());
        assertEquals(800_000, rows.size());
        HeaderRows one = header("X: " + "a".repeat(1_000_000));
        assertTrue(one.rows().getFirst().cut());
        assertTrue(one.rows().getFirst().raw().length() < 2_000);
        assertTrue(header("X: y\r\n" + " z\r\n".repeat(500_000))
                        .rows()
                        .getFirst()
                        .raw()
                        .length()
                < 2_000);
    }

    private static HeaderRows header(String text) {
        return HeaderRows.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCalendarFileIsAnInvitation() {
        String calendar = """
            BEGIN:VCALENDAR
            METHOD:CANCEL
            BEGIN:VEVENT
            UID:u
            DTSTART;VALUE=DATE:20261224
            DTEND;VALUE=DATE:20261227
            SUMMARY:Holiday
            END:VEVENT
            END:VCALENDAR
            """;
        Invitation found = Invitation.of(calendar.getBytes(StandardCharsets.UTF_8), "invite.ics")
                .orElseThrow();
        assertEquals("Cancelled meeting", found.kind());
        assertEquals("Thu 2026-12-24 to Sat 2026-12-26, all day", found.when());
        assertEquals("invite.ics", found.source());
        assertTrue(
                Invitation.of("nothing".getBytes(StandardCharsets.UTF_8), "x").isEmpty());
    }
}
