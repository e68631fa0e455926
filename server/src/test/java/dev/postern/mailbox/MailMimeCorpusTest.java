package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.MimeOut;
import dev.postern.mailbox.mime.ParsedMime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real-world mail, if a corpus is present next to the project. */
class MailMimeCorpusTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:02:03Z");

    private static List<Path> places() {
        String root = System.getProperty("user.dir");
        return List.of(
                Path.of(root, "..", "shared", "corpus", "mime"),
                Path.of(root, "..", "..", "shared", "corpus", "mime"),
                Path.of(root, "..", "..", "..", "shared", "corpus", "mime"));
    }

    @Test
    void everyMessageOfTheCorpusIsRead() throws IOException {
        Path corpus = places().stream().filter(Files::isDirectory).findFirst().orElse(null);
        if (corpus == null) {
            System.err.println("SKIPPED: no corpus of mail next to the project, so only our own messages were tried");
        }
        Assumptions.assumeTrue(corpus != null);
        JsonNode index = new JsonMapper().readTree(Files.readString(corpus.resolve("index.json")));
        var wrong = new ArrayList<String>();
        int files = 0;
        for (JsonNode entry : index.path("files")) {
            String name = entry.path("file").stringValue();
            files++;
            try (InputStream in = Files.newInputStream(corpus.resolve(name));
                    ParsedMime parsed = MimeIn.read(in, NOW)) {
                compare(name, entry.path("expect"), parsed, wrong);
                again(name, parsed, wrong);
            } catch (RuntimeException e) {
                wrong.add(name + ": " + e);
            }
        }
        System.out.println("corpus: " + files + " messages");
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    }

    private static void compare(String file, JsonNode expect, ParsedMime parsed, List<String> wrong) {
        differs(file, "subject", expect.path("subject"), parsed.message().path("subject"), wrong);
        differs(file, "messageId", expect.path("messageId"), parsed.message().path("internetMessageId"), wrong);
        JsonNode text = expect.path("text");
        JsonNode body = parsed.message().path("body");
        if (text.isString()
                && body.path("contentType").stringValue().equals("text")
                && !strip(body.path("content").stringValue()).startsWith(strip(text.stringValue()))) {
            wrong.add(file + ": text is " + body + ", expected " + text);
        }
        for (JsonNode attachment : expect.path("attachments")) {
            JsonNode name = attachment.path("name");
            if (name.isString()
                    && parsed.attachments().stream()
                            .noneMatch(a -> plain(name.stringValue()).equals(plain(String.valueOf(a.name()))))) {
                wrong.add(file + ": no attachment " + name + " among "
                        + parsed.attachments().stream().map(NewAttachment::name).toList());
            }
        }
    }

    /** File names in mail must never contain folders; a line break in one may be dropped or replaced. */
    private static String plain(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replace("_", "");
    }

    private static void differs(String file, String what, JsonNode expected, JsonNode is, List<String> wrong) {
        if (expected.isString()
                && !strip(expected.stringValue()).equals(strip(is.isString() ? is.stringValue() : ""))) {
            wrong.add(file + ": " + what + " is " + is + ", expected " + expected);
        }
    }

    private static String strip(String text) {
        return text.replaceAll("[<>\\s]+", " ").strip();
    }

    /** Writes a parsed message and parses the result, which must be equal. */
    private static void again(String file, ParsedMime parsed, List<String> wrong) throws IOException {
        var out = new ByteArrayOutputStream();
        MimeOut.write(new MimeOut.Letter(parsed.message(), parsed.attachments(), NOW, true, new Random(1)), out);
        try (ParsedMime back = MimeIn.read(new ByteArrayInputStream(out.toByteArray()), NOW)) {
            if (back.attachments().size() != parsed.attachments().size()) {
                wrong.add(file + ": written and read again it has "
                        + back.attachments().size() + " attachments, not "
                        + parsed.attachments().size());
            }
            differs(
                    file,
                    "subject, written and read again,",
                    parsed.message().path("subject"),
                    back.message().path("subject"),
                    wrong);
        }
    }
}
