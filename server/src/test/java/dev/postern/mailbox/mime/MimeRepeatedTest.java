package dev.postern.mailbox.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.mailbox.NewAttachment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Texts are the same after they were written and read again, also texts that look like encoded ones. */
class MimeRepeatedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:02:03Z");

    private static ParsedMime read(String mime) throws IOException {
        return MimeIn.read(new ByteArrayInputStream(mime.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    private static String written(ObjectNode message, List<NewAttachment> attachments, Instant sent)
            throws IOException {
        var out = new ByteArrayOutputStream();
        MimeOut.write(new MimeOut.Letter(message, attachments, sent, true, new Random(7)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "=?utf-8?q?looks_encoded?=",
                "fo=?x?b?urutf-8?q00?=ur",
                "a =?utf-8?q?one?= =?utf-8?q?two?= b",
                "=? is no encoded word",
                "Grüße =?utf-8?q?x?="
            })
    void aSubjectIsWrittenAsItIs(String subject) throws IOException {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("subject", subject);
        try (ParsedMime mime = read(written(message, List.of(), NOW))) {
            assertEquals(subject, mime.message().path("subject").stringValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann's and Bob's plans.pdf",
                "''''plans.pdf",
                "('('('plans.pdf",
                "UTF-8''plans%20.pdf",
                "=?utf-8?q?plans?=.pdf",
                "100%25 of the plans, in a name that is longer than a line of a header may be at most.pdf",
                "Ann's und Bobs Pläne, 'alle' von 'heute'.pdf"
            })
    void aFileNameIsWrittenAsItIs(String name) throws IOException {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("subject", "s");
        NewAttachment file = NewAttachment.file(name, "application/pdf", new byte[] {1, 2, 3});
        try (ParsedMime mime = read(written(message, List.of(file), NOW))) {
            assertEquals(name, mime.attachments().getFirst().name());
        }
    }

    /** The forms that mail programs write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=\"it's Ann's.pdf\" | it's Ann's.pdf",
                "filename*=UTF-8''Pl%C3%A4ne.pdf | Pläne.pdf",
                "filename*=utf-8'de'Pl%C3%A4ne%27s.pdf | Pläne's.pdf",
                "filename*=iso-8859-1''Pl%E4ne.pdf; filename=\"Plaene.pdf\" | Pläne.pdf",
                "filename=\"Plaene.pdf\"; filename*=UTF-8''Pl%C3%A4ne.pdf | Pläne.pdf",
                "filename*0*=UTF-8''Pl%C3; filename*1*=%A4ne; filename*2=\" 'a%20b'.pdf\" | Pläne 'a%20b'.pdf",
                "filename*1=\"Ann's.pdf\"; filename*0=\"it's \" | it's Ann's.pdf",
                "filename*0=a; filename*2=c; filename*x=d; filename*99999999999999999999=e | a",
                "filename=\"=?utf-8?q?Pl=C3=A4ne?=.pdf\" | Pläne.pdf",
                "filename*=broken%zz%4 | broken%zz%4",
                "filename*=no-such-charset''Pl%C3%A4ne.pdf | Pläne.pdf"
            })
    void aFileNameIsRead(String parameters, String name) throws IOException {
        try (ParsedMime mime =
                read("Content-Type: application/pdf\r\nContent-Disposition: attachment; " + parameters + "\r\n\r\nx")) {
            assertEquals(name, mime.attachments().getFirst().name());
        }
    }

    @ParameterizedTest
    @CsvSource({"=?utf-8?q?a=0Db?=,a b", "=?utf-8?q?a=0D=0ABcc:_b?=,a Bcc: b", "=?utf-8?q?a=7Fb?=,a b", "a=0Db,a=0Db"})
    void aSubjectHasNoControlCharacters(String field, String subject) throws IOException {
        String inner = "Subject: " + field + "\r\nFrom: =?utf-8?q?a=0Db?= <ann@contoso.example>\r\n\r\nx\r\n";
        String nested = "Content-Type: multipart/mixed; boundary=o\r\n\r\n"
                + "--o\r\n"
                + "Content-Type: multipart/mixed; boundary=i\r\n\r\n"
                + "--i\r\n"
                + "Content-Type:"
                + " message/rfc822\r\n\r\n" + inner + "--i--\r\n--o--\r\n";
        try (ParsedMime mime = read(inner);
                ParsedMime outer = read(nested)) {
            ObjectNode within =
                    Objects.requireNonNull(outer.attachments().getFirst().doc());
            assertEquals(subject, outer.attachments().getFirst().name());
            for (ObjectNode message : List.of(mime.message(), within)) {
                assertEquals(subject, message.path("subject").stringValue());
                assertEquals("a b", message.at("/from/emailAddress/name").stringValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tue, 24 Nov -2026 10:00:00 +0100", "Tue, 24 Nov 20260 10:00:00 +0100"})
    void aDateThatNoCalendarHasIsNone(String date) throws IOException {
        try (ParsedMime mime = read("Date: " + date + "\r\n\r\nx")) {
            assertNull(mime.sent());
        }
    }

    @Test
    void aDateIsRead() throws IOException {
        try (ParsedMime mime = read("Date: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nx")) {
            assertEquals(Instant.parse("2026-11-24T09:00:00Z"), mime.sent());
        }
    }
}
