package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.postern.token.Signer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.json.JsonMapper;

/** Which times an assertion needs, and how long it may be valid, when it may be reused and when it may not. */
class AssertionTimesTest {
    private static final Signer SIGNER = new Signer();
    private static TestPostern reusable;
    private static TestPostern once;
    private static Administration.App ofReusable;
    private static Administration.App ofOnce;

    @BeforeAll
    static void start() {
        reusable = TestPostern.start();
        once = TestPostern.start("token.single-use-assertions", "true");
        ofReusable = reusable.admin().signer("signer", SIGNER);
        ofOnce = once.admin().signer("signer", SIGNER);
    }

    @AfterAll
    static void stop() {
        reusable.close();
        once.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "assertion-times.csv", delimiter = '|', numLinesToSkip = 1)
    void onlyTheExpiryTimeIsRequired(String what, String nbf, String iat, String exp, int status, int statusOnce) {
        check(reusable, ofReusable, new String[] {nbf, iat, exp}, status);
        check(once, ofOnce, new String[] {nbf, iat, exp}, statusOnce);
    }

    /** A claim without a value is left out. */
    @ParameterizedTest
    @CsvFileSource(resources = "assertion-claims.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '`')
    void aClaimOfTheWrongFormIsNamed(String claim, @Nullable String json, String answer, String answerOnce) {
        check(reusable, ofReusable, claim, json, answer);
        check(once, ofOnce, claim, json, answerOnce);
    }

    private static void check(
            TestPostern postern, Administration.App app, String claim, @Nullable String json, String expected) {
        Administration admin = postern.admin();
        var claims = new JWTClaimsSet.Builder()
                .issuer(app.appId())
                .subject(app.appId())
                .audience(postern.tlsAddress() + "/" + admin.tenantId() + "/oauth2/v2.0/token")
                .jwtID(UUID.randomUUID().toString())
                .claim("exp", Instant.now().getEpochSecond() + 600);
        Object value = json == null ? null : JsonMapper.shared().readValue(json, Object.class);
        Answer answer = admin.requestToken(
                app.appId(), SIGNER.assertionAsIs(claims.claim(claim, value).build()));
        assertTrue(answer.body().contains(expected), () -> claim + " " + json + ": " + answer.body());
    }

    private static void check(TestPostern postern, Administration.App app, String[] times, int status) {
        Administration admin = postern.admin();
        var claims = new JWTClaimsSet.Builder()
                .issuer(app.appId())
                .subject(app.appId())
                .audience(postern.tlsAddress() + "/" + admin.tenantId() + "/oauth2/v2.0/token")
                .jwtID(UUID.randomUUID().toString());
        String[] names = {"nbf", "iat", "exp"};
        for (int i = 0; i < names.length; i++) {
            if (times[i].equals("text")) {
                claims.claim(names[i], "2026-11-23T08:00:00Z");
            } else if (!times[i].equals("-")) {
                claims.claim(names[i], Instant.now().getEpochSecond() + Long.parseLong(times[i]));
            }
        }
        Answer answer = admin.requestToken(app.appId(), SIGNER.assertionAsIs(claims.build()));
        assertEquals(status, answer.status(), answer::body);
        if (status != 200) {
            assertTrue(answer.body().contains(status == 400 ? "AADSTS50027" : "AADSTS700024"), answer::body);
        }
    }
}
