package dev.postern.workflow.masking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what is masked in texts and what is not, and that the cost for hostile texts is linear. */
class MaskingTest {
    private static final String MASK = Masking.MASK;

    private static String byForm(String text) {
        return SecretTexts.mask(text, MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.example/a?sig=SECRET",
                "https://x.example/a?b=c&SIG=SECRET#f",
                "client_secret=SECRET&x=1",
                "a?%73ig=SECRET",
                "AccountName=n;AccountKey=SECRET;End=1",
                "x?api-key=SECRET",
                "?x-goog-signature=SECRET",
                "?sv=1&subscription_key=SECRET",
                "Bearer SECRET89012345678",
                "bearer\tSECRET89012345678",
                "Basic U0VDUkVUOlNFQ1JFVA==",
                "ftp://user:SECRET@x.example/",
                "{\"access_token\":\"SECRET\"}",
                "{\\\"password\\\" : \\\"SECRET\\\"}",
                "{\"pass\":\"SECRET\"}",
                "{\"db_pwd\":\"SECRET\"}",
                "{\"userPasswd\": \"SECRET\"}",
                "x?auth=SECRET",
                "x?session=SECRET",
                "x?code=SECRET&key=1",
                "x?x=1&authKey=SECRET",
                "of eyJSECRETabcdef.abcdefghijk.SECRET here"
            })
    void secretsAreKnownByTheirForm(String text) {
        String masked = byForm(text);
        assertFalse(masked.contains("SECRET") || masked.contains("U0VDUkVU"), masked);
        assertTrue(masked.contains(MASK), masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POP3 and basic authentication are not served",
                "the bearer of this letter",
                "code 5, key 7",
                "https://x.example/a?page=7&sort=name",
                "a=b; c=d",
                "{\"name\":\"password\"}",
                "monkey=banana",
                "x?token_type=bearer&country-code=de",
                "x?pageToken=7&passenger=eve",
                "{\"compass\":\"north\",\"tokenType\":\"none\",\"keyboard\":\"x\"}",
                "x?keys=1"
            })
    void otherTextStays(String text) {
        assertEquals(text, byForm(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Auth",
                "X-Auth-Key-V2",
                "X-Session-Id",
                "X-Access-Key-Id",
                "X-Amz-Security-Token",
                "x_auth_token",
                "X-Client-Credential",
                "X-Hub-Signature-256",
                "XAuthKey",
                "Api-Key"
            })
    void headersThatHoldSecretsAreKnownByTheirWords(String name) {
        assertTrue(SecretNames.has(name, SecretNames.Place.HEADERS), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "X-Author",
                "X-Status-Code",
                "Accept",
                "WWW-Authenticate-Scheme",
                "Idempotency-Key",
                "X-Passenger",
                "Sec-Fetch-Site",
                "X-Token-Type",
                ""
            })
    void otherHeadersStay(String name) {
        assertFalse(SecretNames.has(name, SecretNames.Place.HEADERS), name);
    }

    @Test
    void aRunOfBase64IsMaskedWhole() {
        for (String secret : List.of("s3cr3t-valu", "s3cr3t-value", "s3cr3t-value1")) {
            var values = new SecretValues(List.of(JsonValues.text(secret)));
            for (String before : List.of("", "u", "us", "use", "user:")) {
                String run = java.util.Base64.getEncoder()
                        .encodeToString((before + secret).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertEquals(MASK, values.mask(run, MASK), before + secret);
                assertEquals("a " + MASK + " b", values.mask("a " + run + " b", MASK), before + secret);
                assertEquals("{\"a\":\"" + MASK + "\"}", values.mask("{\"a\":\"" + run + "\"}", MASK));
            }
        }
    }

    @Test
    void shortValuesAreMaskedIfTheyAreTheWholeText() {
        var values = new SecretValues(List.of(JsonValues.text("abc"), JsonValues.number(1234)));
        assertEquals(MASK, values.mask("abc", MASK));
        assertEquals("abcd", values.mask("abcd", MASK));
        assertEquals("a" + MASK + "b", values.mask("a1234b", MASK));
        assertEquals("", values.mask("", MASK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ",
                "eyJaaaaaaaa.",
                "&a=",
                "://a:",
                "bearer ",
                "basic a",
                "\"secret\":",
                "a",
                "?",
                "\\\"",
                "SECRET"
            })
    @Timeout(20)
    void hostileTextsCostNoMoreThanTheirLength(String piece) {
        String text = piece.repeat(4_000_000 / piece.length());
        var values = new SecretValues(
                List.of(JsonValues.text("a".repeat(100_000) + "b"), JsonValues.text(piece.repeat(10_000) + "x")));
        assertFalse(values.mask(byForm(text), MASK).isEmpty());
    }
}
