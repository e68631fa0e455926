package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an mbox contains, and that writing one loses nothing. */
class MboxReaderTest {
    private static final long MAX = 1 << 20;
    private static final String FROM = "From a@contoso.example Mon Nov 23 08:00:00 2026\n";

    @TempDir
    Path folder;

    /** What was found, with its bytes. */
    private static final class Found implements MailSink {
        private final List<MovedMail> mail = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        @Override
        public void found(MovedMail one) throws IOException {
            mail.add(one);
            texts.add(text(one.content()));
            one.content().close();
        }

        @Override
        public void failed(String why) {
            failures.add(why);
        }
    }

    private static String text(MailContent content) throws IOException {
        var out = new ByteArrayOutputStream();
        content.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static Found read(String mbox, long max) {
        var found = new Found();
        try {
            new MboxReader(
                            new ByteArrayInputStream(mbox.getBytes(StandardCharsets.ISO_8859_1)),
                            "box",
                            List.of(),
                            max,
                            found)
                    .read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A: b~~text~                      | A: b~~text~",
                "A: b~~text~~                     | A: b~~text~",
                "A: b~~text~~~                    | A: b~~text~~",
                "A: b~~text                       | A: b~~text",
                "A: b\\~\\~text\\~\\~             | A: b\\~\\~text\\~",
                "A: b~~>From x~>>From y~>Fromage~ | A: b~~From x~>From y~>Fromage~",
                "A: b~~From here it goes on~      | A: b~~From here it goes on~",
                "Status: RO~A: b~X-Status: F~~t~  | A: b~~t~",
                "A: b~~Status: RO~                | A: b~~Status: RO~",
                "A: b~Status-Of: x~~t~            | A: b~Status-Of: x~~t~",
                "~text~                           | ~text~",
                "A: b~                            | A: b~",
            })
    void aMessageIsWhatIsBetweenTheLines(String content, String expected) {
        String mbox = FROM + bytes(content);
        assertEquals(List.of(bytes(expected)), read(mbox, MAX).texts);
        if (mbox.endsWith("\n\n") || mbox.endsWith("\r\n\r\n")) {
            Found found = read(mbox + FROM + "C: d\n\nlast\n", MAX);
            assertEquals(List.of(bytes(expected), "C: d\n\nlast\n"), found.texts);
            assertEquals(List.of(), found.failures);
        }
    }

    private static String bytes(String text) {
        return text.strip().replace("\\~", "\r\n").replace("~", "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From x Mon Nov 23 08:00:00 2026                    | 2026-11-23T08:00:00Z",
                "From x Sun Nov  1 08:00:00 2026                    | 2026-11-01T08:00:00Z",
                "From - Mon Nov 23 08:00:00 2026                    | 2026-11-23T08:00:00Z",
                "From x Mon Nov 23 08:00 2026                       | 2026-11-23T08:00:00Z",
                "From x Mon Nov 23 08:00:00 +0200 2026              | 2026-11-23T06:00:00Z",
                "From x Mon Nov 23 08:00:00 2026 -0130              | 2026-11-23T09:30:00Z",
                "From x Mon Nov 23 08:00:00 CET 2026                | 2026-11-23T08:00:00Z",
                "From x@y  Mon Nov 23 08:00:00 2026 remote from z   | 2026-11-23T08:00:00Z",
                "From x Mon Nov 23 08:00:60 2026                    | 2026-11-23T08:00:59Z",
            })
    void theLineSaysWhenItWasReceived(String line, Instant time) {
        assertEquals(time, FromLine.of(line.strip()).orElseThrow().received());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From here it goes on",
                "From Monday to Friday",
                ">From x Mon Nov 23 08:00:00 2026",
                "from x Mon Nov 23 08:00:00 2026",
                "From x Mon Nov 23 2026"
            })
    void otherLinesBelongToTheText(String line) {
        assertTrue(FromLine.of(line).isEmpty());
    }

    @Test
    void aTimeThatDoesNotExistIsNone() {
        FromLine line = FromLine.of("From x Mon Xyz 99 08:00:00 2026").orElseThrow();
        assertEquals(null, line.received());
        assertFalse(FromLine.of("From " + "x".repeat(600) + " Mon Nov 23 08:00:00 2026")
                .isPresent());
    }

    @ParameterizedTest
    @CsvSource({"RO,'',S", "O,'',''", "R,AF,FRS", "'',T,D", "RO,D,ST", "RD,'',ST"})
    void theStatusBecomesFlags(String status, String extended, String letters) {
        MailFlags flags = read(FROM + "Status: " + status + "\nX-Status: " + extended + "\nA: b\n\nt\n", MAX)
                .mail
                .getFirst()
                .flags();
        assertEquals(MailFlags.ofMaildir(letters), flags);
    }

    @Test
    void aMessageThatIsTooLargeIsNamedAndTheNextIsRead() {
        Found found = read(FROM + "A: b\n\n" + "x".repeat(5_000) + "\n\n" + FROM + "C: d\n\nt\n", 4_000);
        assertEquals(List.of("C: d\n\nt\n"), found.texts);
        assertEquals(List.of("box at byte 0: The message is larger than 4000 bytes."), found.failures);
    }

    @Test
    void aLineWithoutEndAndALargeMessageNeedNoMemory() {
        String large = "A: b\n\n" + "x".repeat(600_000) + "\n>From the end\n";
        assertEquals(
                large.replace(">From", "From"),
                read(FROM + large + "\n", MAX).texts.getFirst());
    }

    @Test
    void whatIsWrittenIsReadAsTheSameBytes() throws IOException {
        var random = new Random(15);
        List<String> pieces = List.of(
                "From ",
                ">",
                ">>From ",
                "\n",
                "\n",
                "\r\n",
                "Status: RO\n",
                "X-Status: F\n",
                "text",
                "é",
                "\r",
                "\0",
                "From x Mon Nov 23 08:00:00 2026\n",
                "A: b\n");
        var format = new MboxFormat(folder);
        var expected = new ArrayList<String>();
        var flags = new ArrayList<MailFlags>();
        format.begin(List.of("A/..", "Inbox"));
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            expected.add(text.toString());
            flags.add(MailFlags.ofMaildir(List.of("", "S", "FS", "DRS").get(random.nextInt(4))));
            format.write(
                    new MailFormat.Mail(new UUID(0, i), Instant.ofEpochSecond(1_700_000_000L + i), flags.getLast()),
                    new MailContent.Bytes(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
        }
        format.end();
        var found = new Found();
        new MailFiles(MAX, found).read(folder, List.of());
        assertEquals(expected, found.texts);
        assertEquals(flags, found.mail.stream().map(MovedMail::flags).toList());
        assertEquals(Instant.ofEpochSecond(1_700_001_999L), found.mail.getLast().received());
        assertEquals(List.of("A/..", "Inbox"), found.mail.getFirst().folder());
        try (var files = Files.walk(folder)) {
            assertEquals(3, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A",
        "A.B",
        "'a/b'",
        "'..'",
        "'.'",
        "'Entwürfe'",
        "'a&b'",
        "'日本'",
        "'100%25'",
        "'x.mbox'",
        "cur",
        "'a\\b'",
        "'~&AC4-'",
        "' a '",
        "'😀'"
    })
    void everyNameOfAFolderIsAFileNameAndComesBack(String name) {
        String maildir = MaildirNames.name(List.of("P", name));
        assertFalse(maildir.contains("/") || maildir.substring(3).contains("."), maildir);
        assertEquals(List.of("P", name), MaildirNames.path(maildir));
        String escaped = MailFileNames.escaped(name);
        assertTrue(folder.resolve(escaped).normalize().getParent().equals(folder), escaped);
        assertEquals(name, MailFileNames.folder(escaped));
        assertEquals(name, MailFileNames.mailbox(MailFileNames.mbox(name)));
    }

    @Test
    void aMaildirHasFoldersFlagsAndTimes() throws IOException {
        for (String each : List.of("cur", "new", "tmp", ".A.B/cur", ".Sent/new", ".git/objects")) {
            Files.createDirectories(folder.resolve(each));
        }
        for (String each : List.of(
                "cur/1700000000.a.host,S=5:2,FS",
                "new/1700000001.b",
                "tmp/1700000002.c",
                ".A.B/cur/x:2,RT",
                ".Sent/new/1.d",
                ".git/objects/y",
                "cur/.hidden")) {
            Files.writeString(folder.resolve(each), each);
        }
        var found = new Found();
        new MailFiles(MAX, found).read(folder, List.of("F"));
        assertEquals(
                List.of(
                        "[F, A, B] null RT .A.B/cur/x:2,RT",
                        "[F, Sent] 1970-01-01T00:00:01Z  .Sent/new/1.d",
                        "[F] 2023-11-14T22:13:20Z FS cur/1700000000.a.host,S=5:2,FS",
                        "[F] 2023-11-14T22:13:21Z  new/1700000001.b"),
                java.util.stream.IntStream.range(0, found.mail.size())
                        .mapToObj(i -> {
                            MovedMail one = found.mail.get(i);
                            return one.folder() + " " + one.received() + " "
                                    + one.flags().maildir()
                                    + (one.flags().deleted() ? "T" : "") + " " + found.texts.get(i);
                        })
                        .sorted()
                        .toList());
        assertEquals(List.of(), found.failures);
    }
}
