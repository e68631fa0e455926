package dev.postern.compute;

import dev.postern.http.Json;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.MimeOut;
import dev.postern.mailbox.mime.MimeRefused;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.mailbox.mime.RelayedMime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.node.ObjectNode;

/** The cost of reading and writing MIME must grow linearly with the worst known inputs. A refusal is a pass. */
@Tag("alone")
class MimeCostTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final int MB = 1 << 20;

    @TestFactory
    List<DynamicTest> mimeIn() {
        Map<String, IntFunction<String>> headers = new LinkedHashMap<>();
        for (String one : List.of(
                "\"",
                "\"a\" ",
                "(",
                "()",
                "<",
                "<>",
                ":",
                "a:",
                "a:;",
                "@",
                "<@a,",
                "a ",
                "a.",
                "\\",
                ",",
                ";",
                "a@b.c,",
                "=?utf-8?q?a?= ",
                "=?",
                "=?a?q?",
                "=?utf-8?b?",
                "?=",
                "\r\n ",
                "<a@b> ",
                "[",
                "a@[",
                "İ")) {
            headers.put(one.replace("\r\n", "CRLF"), n -> one.repeat(n / one.length()));
        }
        headers.put("unknown charsets", n -> HostilePages.numbered(n / 20, "=?x", "?q?a?= "));
        headers.put("groups", n -> HostilePages.numbered(n / 20, "g", ":a@b.c,d@e.f;,"));
        var tests = new ArrayList<DynamicTest>();
        for (String field : List.of(
                "From",
                "To",
                "Subject",
                "References",
                "Date",
                "Message-ID",
                "Thread-Index",
                "X-Any",
                "Content-ID",
                "Received",
                "Importance")) {
            headers.forEach((name, value) -> tests.add(
                    mime(field + " of " + name, 200_000, n -> field + ": " + value.apply(n) + "\r\n\r\nbody")));
        }
        for (String field : List.of(
                "Content-Type: text/plain", "Content-Disposition: attachment", "Content-Transfer-Encoding: 7bit")) {
            for (String one :
                    List.of("; a=b", "; name*0=a", "; name=\"", "(", ";", "\r\n a=b;", "; charset=\"\\\"\"")) {
                tests.add(mime(field + one, 3_500, n -> field + one.repeat(n / one.length()) + "\r\n\r\nx"));
            }
            tests.add(mime(
                    field + " continued",
                    3_500,
                    n -> field + HostilePages.numbered(n / 14, "; filename*", "*=%41") + "\r\n\r\nx"));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> partsOfMime() {
        String mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        return List.of(
                mime("fields", 8_000, n -> "X: a\r\n".repeat(n) + "\r\n"),
                mime("parts", 300_000, n -> mixed + "--b\r\n\r\n\r\n".repeat(n)),
                mime(
                        "attachments",
                        400,
                        n -> mixed + "--b\r\nContent-Disposition: attachment; filename=a\r\n\r\n\r\n".repeat(n)),
                mime("lines like boundaries", 400_000, n -> mixed + "--b\r\n\r\n" + "\r\n--".repeat(n)),
                mime("boundaries of all depths", 100_000, n -> nested(38) + "\r\n--b\r\n".repeat(n)),
                mime("depth", 50_000, MimeCostTest::nested),
                mime("messages in messages", 50_000, n -> "Content-Type: message/rfc822\r\n\r\n".repeat(n)),
                mime(
                        "many messages",
                        400,
                        n -> mixed + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n".repeat(n)),
                mime(
                        "quoted-printable",
                        MB,
                        n -> "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + "= =\r\n".repeat(n / 5)),
                mime("trailing spaces", MB, n -> "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + " ".repeat(n)),
                mime("base64", MB, n -> "Content-Transfer-Encoding: base64\r\n\r\n" + "!=".repeat(n / 2)),
                mime("no lines", 2 * MB, n -> "\r\n" + "a".repeat(n)),
                mime("an unended field", 2 * MB, n -> "X: " + "a".repeat(n)));
    }

    private static String nested(int depth) {
        return IntStream.range(0, depth)
                .mapToObj(i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n")
                .collect(Collectors.joining());
    }

    private static DynamicTest mime(String name, int size, IntFunction<String> source) {
        return Cost.test("mime: " + name.replace("\r\n", "CRLF"), size, n -> {
            byte[] bytes = source.apply(n).getBytes(StandardCharsets.UTF_8);
            return () -> {
                try (ParsedMime parsed = MimeIn.read(new ByteArrayInputStream(bytes), NOW)) {
                    ObjectNode message = parsed.message();
                    var letter = new MimeOut.Letter(message, parsed.attachments(), NOW, true, new Random(1));
                    MimeOut.write(letter, OutputStream.nullOutputStream());
                } catch (MimeRefused e) {
                    // refused with an error
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                try {
                    var _ = RelayedMime.of(Content.of(bytes), "Received: here\r\n", Map.of("Date", "now"), null);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        });
    }

    @TestFactory
    List<DynamicTest> written() {
        return List.of(
                out("subject", 400_000, (m, n) -> m.put("subject", "ä".repeat(n))),
                out("subject of spaces", 400_000, (m, n) -> m.put("subject", " ".repeat(n) + "x")),
                out("subject of spaces and letters", 400_000, (m, n) -> m.put("subject", "ä ".repeat(n))),
                out("recipients", 10_000, (m, n) -> IntStream.range(0, n).forEach(_ -> person(m, "ä", "a@b.c"))),
                out("a name", 400_000, (m, n) -> person(m, "\"ä".repeat(n), "a".repeat(n))),
                out(
                        "headers",
                        20_000,
                        (m, n) -> IntStream.range(0, n)
                                .forEach(_ -> m.withArray("internetMessageHeaders")
                                        .addObject()
                                        .put("name", "x-a")
                                        .put("value", "ä".repeat(20)))),
                out(
                        "page",
                        MB,
                        (m, n) ->
                                m.putObject("body").put("contentType", "html").put("content", "<div>".repeat(n / 5))));
    }

    private static void person(ObjectNode message, String name, String address) {
        message.withArray("toRecipients")
                .addObject()
                .putObject("emailAddress")
                .put("name", name)
                .put("address", address);
    }

    private static DynamicTest out(String name, int size, ObjIntConsumer<ObjectNode> filler) {
        return Cost.test("written: " + name, size, n -> {
            ObjectNode message = Json.object();
            filler.accept(message, n);
            return () -> {
                try {
                    MimeOut.write(
                            new MimeOut.Letter(message, List.of(), NOW, true, new Random(1)),
                            OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        });
    }
}
