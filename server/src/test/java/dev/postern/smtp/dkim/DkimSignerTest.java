package dev.postern.smtp.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.client.OutgoingMail.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.Result;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, checked by another implementation (Apache jDKIM) and by {@link TestVerifier}. */
class DkimSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final String HEADERS = """
        From: Reports <reports@contoso.example>\r
        To: a@fabrikam.example\r
        Subject: Monthly   report\r
         of\tNovember \r
        Date: Fri, 27 Nov 2026 08:00:00 +0000\r
        Message-ID: <1@contoso.example>\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=utf-8\r
        """;

    private static final Map<String, String> RECORDS = new HashMap<>();
    private static final List<DkimKey> KEYS = new ArrayList<>();

    @BeforeAll
    static void keys() {
        RECORDS.put(
                "brisbane._domainkey.football.example.com",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        RECORDS.put(
                "test._domainkey.football.example.com",
                "v=DKIM1; k=rsa;"
                    + " p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2"
                    + "jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLz"
                    + "BfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            KeyPair pair = algorithm.create(new SecureRandom());
            // as it is stored
            var stored = algorithm.read(pair.getPrivate().getEncoded());
            KEYS.add(new DkimKey("contoso.example", algorithm.label() + "-1", algorithm, stored));
            RECORDS.put(algorithm.label() + "-1._domainkey.contoso.example", algorithm.record(pair.getPublic()));
        }
    }

    private static Content content(String text) {
        return new Content() {
            @Override
            public long size() {
                return text.length();
            }

            @Override
            public boolean isEightBit() {
                return true;
            }

            @Override
            public boolean hasUtf8Headers() {
                return true;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                // in small parts, so that CR and LF are apart
                for (int i = 0; i < bytes.length; i += 7) {
                    out.write(bytes, i, Math.min(7, bytes.length - i));
                }
            }
        };
    }

    private static String signed(String message, List<DkimKey> keys) throws IOException {
        Content content = DkimSigner.sign(content(message), keys, NOW);
        var out = new ByteArrayOutputStream();
        content.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns the number of signatures that are valid. jDKIM verifies only those of RSA keys on this JDK. */
    private static int valid(String message) throws Exception {
        DKIMVerifier verifier = new DKIMVerifier((methods, selector, domain) ->
                List.of(Objects.requireNonNull(RECORDS.get(selector + "._domainkey." + domain))));
        try {
            verifier.verify(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
        } catch (FailException e) {
            // the results say which
        }
        int valid = TestVerifier.valid(message, RECORDS);
        boolean rsa = verifier.getResults().stream().anyMatch(Result::isSuccess);
        assertEquals(valid == 2, rsa, "jDKIM and our own verifier disagree");
        return valid;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello\r\n",
                "Hello",
                "Hello  \t world \r\n\t\r\n \r\n\r\n",
                "\r\n\r\nHello\r\n\r\n.\r\n..\r\n",
                "Grüße\r\n",
            })
    void eachKeySigns(String body) throws Exception {
        String message = signed(HEADERS + "\r\n" + body, KEYS);
        assertEquals(2, valid(message));
        assertFalse(message.contains("l="), message);
        message.lines().limit(20).forEach(line -> assertTrue(line.length() <= 78, line));
    }

    /** RFC 6376 names this hash; jDKIM computes another one for bodies without text. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\r\n \r\n\t\r\n"})
    void aBodyWithoutText(String body) throws Exception {
        String message = signed(HEADERS + body, KEYS.subList(0, 1));
        assertTrue(message.contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;"), message);
    }

    /** That the verifiers can judge: the message of RFC 8463, appendix A. */
    @Test
    void thePublishedMessageIsValid() throws Exception {
        try (InputStream in = Objects.requireNonNull(DkimSignerTest.class.getResourceAsStream("rfc8463.eml"))) {
            String message = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\r?\n", "\r\n");
            assertEquals(2, valid(message));
            assertEquals(0, valid(message.replace("dinner", "lunch")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Monthly | Yearly",
                "Hello | Hallo",
                "1@contoso | 2@contoso",
                "text/plain | text/html",
                "MIME-Version: 1.0 | MIME-Version: 2.0",
                // fields that were added
                "MIME-Version: | From: b@contoso.example\\r\\nMIME-Version:",
                "MIME-Version: | Subject: More\\r\\nMIME-Version:",
                "MIME-Version: | Reply-To: b@contoso.example\\r\\nMIME-Version:",
                "MIME-Version: | Content-Transfer-Encoding: base64\\r\\nMIME-Version:",
                "MIME-Version: | Cc: b@contoso.example\\r\\nMIME-Version:",
                "world | world\\r\\nmore",
            })
    void aChangeBreaksTheSignatures(String part, String changed) throws Exception {
        String message = signed(HEADERS + "\r\nHello\r\nworld\r\n", KEYS);
        assertEquals(2, valid(message));
        String other = message.replaceFirst(part, changed.replace("\\r\\n", "\r\n"));
        assertFalse(other.equals(message));
        assertEquals(0, valid(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what hosts on the way do
                "From: Reports | Received: by mx\\r\\nFrom: Reports",
                "Subject: Monthly   report | SUBJECT: Monthly report",
                "Hello | Hello \\t",
            })
    void theWayOfAMessageDoesNot(String part, String changed) throws Exception {
        String message = signed(HEADERS + "\r\nHello\r\nworld\r\n", KEYS);
        String other =
                message.replaceFirst(part, changed.replace("\\r\\n", "\r\n").replace("\\t", "\t"));
        assertFalse(other.equals(message));
        assertEquals(2, valid(other));
    }

    @Test
    void severalFieldsOfOneNameAreSigned() throws Exception {
        String headers = HEADERS + "References: <1@x>\r\nReferences: <2@x>\r\nTo: b@fabrikam.example\r\n";
        assertEquals(2, valid(signed(headers + "\r\nHello\r\n", KEYS)));
    }

    @Test
    void randomMessages() throws Exception {
        Random random = new Random(8463);
        String letters = "ab \t:.;=ü\r\n";
        for (int i = 0; i < 300; i++) {
            var body = new StringBuilder(random.nextBoolean() ? "x" : "\r\n \r\nx");
            for (int j = random.nextInt(60); j > 0; j--) {
                char one = letters.charAt(random.nextInt(letters.length()));
                body.append(one == '\r' || one == '\n' ? "\r\n" : String.valueOf(one));
            }
            String message = HEADERS + "X-Other: x\r\nSender:" + " ".repeat(random.nextInt(3)) + "s@contoso.example"
                    + "\t".repeat(random.nextInt(2)) + "\r\n\r\n" + body;
            assertEquals(2, valid(signed(message, KEYS)), () -> message.replace("\r\n", "\\r\\n"));
        }
    }

    @Test
    void linesThatEndOtherwiseAreSignedAsTheyAreSent() throws Exception {
        String message = signed(HEADERS + "\r\none\ntwo\rthree", KEYS);
        assertTrue(message.endsWith("one\r\ntwo\r\nthree\r\n"));
        assertEquals(2, valid(message));
    }

    /** The message of RFC 8463, appendix A, has this hash. */
    @Test
    void theHashOfABody() throws Exception {
        String body = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
        String message = signed(HEADERS + "\r\n" + body, KEYS.subList(0, 1));
        assertTrue(message.contains("bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;"), message);
    }

    @Test
    void withoutAKeyNothingIsAdded() throws Exception {
        assertEquals(HEADERS + "\r\nHello\r\n", signed(HEADERS + "\r\nHello\r\n", List.of()));
    }

    @Test
    void headersWithoutAnEndAreNotSigned() throws Exception {
        String message = "X: y\r\n".repeat(200_000);
        assertEquals(message, signed(message, KEYS));
    }

    @Test
    void recordsHaveTheKey() {
        String rsa = Objects.requireNonNull(RECORDS.get("rsa-1._domainkey.contoso.example"));
        assertTrue(rsa.matches("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A[A-Za-z0-9+/]{360}"), rsa);
        String ed = Objects.requireNonNull(RECORDS.get("ed25519-1._domainkey.contoso.example"));
        assertTrue(ed.matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}="), ed);
    }
}
