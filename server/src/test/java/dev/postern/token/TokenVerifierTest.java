package dev.postern.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.postern.access.TenantId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tokens have the claims of Entra's, and only tokens that this server issued are accepted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenVerifierTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00.5Z");
    private static final String GRAPH = "https://graph.microsoft.com";

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final World world = new World(Engine.SQLITE, now::get, address -> new byte[0]);
    private World.Program program = world.program(world.contoso, "Notifier");

    @BeforeAll
    void grant() {
        world.grant(world.contoso, program.principal(), "Mail.Send");
    }

    @BeforeEach
    void resetTime() {
        now.set(START);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private String token() {
        return world.token(world.contoso, program.principal(), GRAPH).text();
    }

    private void refused(TokenRefused.Reason reason, String token) {
        TokenRefused refused =
                assertThrows(TokenRefused.class, () -> world.verifier.verify(token, Resource.GRAPH), token);
        assertEquals(reason, refused.reason());
    }

    private static ObjectNode claims(String token) throws Exception {
        return (ObjectNode)
                JsonMapper.shared().readTree(SignedJWT.parse(token).getPayload().toString());
    }

    /** A token of the server with changed claims, signed with its own key. */
    private String altered(Consumer<ObjectNode> change) throws Exception {
        ObjectNode claims = claims(token());
        change.accept(claims);
        SigningKey key = world.keys.signer();
        ObjectNode header = Jws.newObject();
        header.put("typ", "JWT").put("alg", "RS256").put("kid", key.id());
        return Jws.sign(header, claims, key.privateKey());
    }

    @Test
    void aTokenForGraphHasTheClaimsThatEntraWrites() throws Exception {
        SignedJWT jwt = SignedJWT.parse(token());
        String kid = world.keys.signer().id();
        assertEquals(
                Map.of("typ", "JWT", "alg", "RS256", "kid", kid, "x5t", kid),
                jwt.getHeader().toJSONObject());
        assertTrue(jwt.verify(new RSASSAVerifier(
                (RSAPublicKey) world.keys.signer().certificate().getPublicKey())));
        ObjectNode claims = claims(jwt.serialize());
        String tenant = world.contoso.id().toString();
        String principal = program.principal().id().toString();
        long issued = Instant.parse("2026-11-23T08:00:00Z").getEpochSecond();
        assertEquals(GRAPH, claims.get("aud").asString());
        assertEquals(
                "https://sts.windows.net/" + tenant + "/", claims.get("iss").asString());
        assertEquals(issued - 300, claims.get("iat").asLong());
        assertEquals(issued - 300, claims.get("nbf").asLong());
        assertEquals(issued + 3600, claims.get("exp").asLong());
        assertEquals("Notifier", claims.get("app_displayname").asString());
        assertEquals(program.clientId(), claims.get("appid").asString());
        assertEquals("1", claims.get("appidacr").asString());
        assertEquals("app", claims.get("idtyp").asString());
        assertEquals(principal, claims.get("oid").asString());
        assertEquals(principal, claims.get("sub").asString());
        assertEquals("[\"Mail.Send\"]", claims.get("roles").toString());
        assertEquals(tenant, claims.get("tid").asString());
        assertEquals(22, claims.get("uti").asString().length());
        assertEquals("1.0", claims.get("ver").asString());
        assertEquals(
                "[\"0997a1d0-0d1d-4acb-b408-d5ca73121e90\"]", claims.get("wids").toString());
        assertFalse(claims.has("scp"));
        assertFalse(claims.has("xms_mirid"));
    }

    @Test
    void aManagedIdentityHasItsResourceIdAndWithoutGrantsNoRoles() throws Exception {
        EndpointHeader header = EndpointHeader.create(
                world.contoso.id(), new dev.postern.access.ObjectId(UUID.randomUUID()), world.random);
        ServicePrincipal identity =
                world.identity(world.contoso, "notify", header.principal(), header.hash(world.random));
        ObjectNode claims = claims(world.token(world.contoso, identity, GRAPH).text());
        assertEquals(
                "/subscriptions/1/resourcegroups/g/providers/Microsoft.Logic/workflows/notify",
                claims.get("xms_mirid").asString());
        assertFalse(claims.has("roles"));
    }

    @Test
    void aResourceCanRequestVersion2Tokens() throws Exception {
        ServicePrincipal resource = world.resource(
                world.contoso,
                "api://orders",
                true,
                false,
                Map.of("api", JsonMapper.shared().readTree("{\"requestedAccessTokenVersion\":2}")));
        ObjectNode claims = claims(
                world.token(world.contoso, program.principal(), "api://orders").text());
        assertEquals(resource.appId().toString(), claims.get("aud").asString());
        assertEquals(
                World.BASE + "/" + world.contoso.id() + "/v2.0",
                claims.get("iss").asString());
        assertEquals(program.clientId(), claims.get("azp").asString());
        assertEquals("2.0", claims.get("ver").asString());
        assertFalse(claims.has("appid"));
    }

    @Test
    void aTokenIsAcceptedForEveryNameOfItsResourceAndNoOther() {
        for (String name :
                List.of(GRAPH, GRAPH + "/", "00000003-0000-0000-c000-000000000000", "HTTPS://Graph.Microsoft.com")) {
            String token = world.token(world.contoso, program.principal(), name).text();
            VerifiedToken verified = world.verifier.verify(token, Resource.GRAPH);
            assertEquals(world.contoso.id(), verified.tenant());
            assertEquals(program.principal().appId(), verified.app());
            assertEquals(program.principal().id(), verified.principal());
            assertEquals(Set.of("Mail.Send"), verified.roles());
            TokenRefused refused =
                    assertThrows(TokenRefused.class, () -> world.verifier.verify(token, Resource.EXCHANGE));
            assertEquals(TokenRefused.Reason.WRONG_AUDIENCE, refused.reason());
        }
    }

    @Test
    void aTokenExpiresToTheSecondEvenWhenItIsCached() {
        String token = token();
        assertNotNull(world.verifier.verify(token, Resource.GRAPH));
        Instant end = Instant.parse("2026-11-23T09:00:00Z");
        now.set(end.minusMillis(1));
        assertNotNull(world.verifier.verify(token, Resource.GRAPH));
        now.set(end);
        refused(TokenRefused.Reason.EXPIRED, token);
        now.set(START.minus(Duration.ofMinutes(6)));
        refused(TokenRefused.Reason.NOT_YET_VALID, token);
    }

    @Test
    void otherTextIsMalformed() {
        String token = token();
        String[] parts = token.split("\\.");
        for (String text : List.of(
                "",
                ".",
                "..",
                "x",
                parts[0] + "." + parts[1],
                token + ".",
                token + "=",
                token + " ",
                " " + token,
                token + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                "." + parts[1] + "." + parts[2],
                "[]." + parts[1] + "." + parts[2],
                "e30." + parts[1] + "." + parts[2],
                token + "A".repeat(TokenVerifier.MAX_LENGTH),
                "\u0000".repeat(100),
                "é" + token)) {
            refused(TokenRefused.Reason.MALFORMED, text);
        }
    }

    @Test
    void otherAlgorithmsAndOtherKeysAreMalformed() throws Exception {
        String payload = token().split("\\.")[1];
        SigningKey key = world.keys.signer();
        for (String header : List.of(
                "{\"alg\":\"none\"}",
                "{\"alg\":\"none\",\"kid\":\"" + key.id() + "\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}",
                "{\"alg\":\"RS256\",\"kid\":\"' or 1=1 --\"}",
                "{\"alg\":\"RS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"kid\":null}",
                "{\"kid\":\"" + key.id() + "\"}")) {
            refused(TokenRefused.Reason.MALFORMED, encode(header) + "." + payload + ".");
            refused(TokenRefused.Reason.MALFORMED, encode(header) + "." + payload + ".AAAA");
        }
        String content = encode("{\"alg\":\"HS256\",\"kid\":\"" + key.id() + "\"}") + "." + payload;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.certificate().getPublicKey().getEncoded(), "HmacSHA256"));
        refused(
                TokenRefused.Reason.MALFORMED,
                content + "." + Jws.encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII))));

        Signer stranger = new Signer();
        ObjectNode header = Jws.newObject();
        header.put("typ", "JWT").put("alg", "RS256").put("kid", key.id());
        refused(TokenRefused.Reason.MALFORMED, Jws.sign(header, claims(token()), stranger.privateKey()));
        header.put("kid", stranger.sha1());
        refused(TokenRefused.Reason.MALFORMED, Jws.sign(header, claims(token()), stranger.privateKey()));
        header.put("kid", key.id()).putArray("crit").add("b64");
        refused(TokenRefused.Reason.MALFORMED, Jws.sign(header, claims(token()), key.privateKey()));
    }

    @Test
    void everyClaimMustExistAndHaveItsType() throws Exception {
        for (String claim : List.of("aud", "exp", "nbf", "appid", "oid", "sub", "tid", "uti", "idtyp")) {
            refused(TokenRefused.Reason.MALFORMED, altered(claims -> claims.remove(claim)));
            refused(TokenRefused.Reason.MALFORMED, altered(claims -> claims.putObject(claim)));
        }
        refused(TokenRefused.Reason.WRONG_ISSUER, altered(claims -> claims.remove("iss")));
        refused(TokenRefused.Reason.MALFORMED, altered(claims -> claims.put("roles", 7)));
        refused(
                TokenRefused.Reason.MALFORMED,
                altered(claims -> claims.putArray("roles").add(7)));
        refused(TokenRefused.Reason.MALFORMED, altered(claims -> claims.put("exp", 1e300)));
        refused(TokenRefused.Reason.MALFORMED, altered(claims -> claims.put("exp", "4102444800")));
        refused(TokenRefused.Reason.MALFORMED, altered(claims -> claims.put("tid", "1-1-1-1-1")));
        refused(
                TokenRefused.Reason.MALFORMED,
                altered(claims -> claims.put("sub", UUID.randomUUID().toString())));
        refused(
                TokenRefused.Reason.WRONG_AUDIENCE,
                altered(claims -> claims.put("aud", "https://graph.microsoft.com.evil.example")));
    }

    @Test
    void aDuplicateClaimIsMalformed() throws Exception {
        SigningKey key = world.keys.signer();
        String payload = claims(token()).toString();
        String twice = payload.substring(0, payload.length() - 1) + ",\"roles\":[\"Mail.ReadWrite\"]}";
        String content = encode("{\"alg\":\"RS256\",\"kid\":\"" + key.id() + "\"}") + "." + encode(twice);
        var signer = java.security.Signature.getInstance("SHA256withRSA");
        signer.initSign(key.privateKey());
        signer.update(content.getBytes(StandardCharsets.US_ASCII));
        refused(TokenRefused.Reason.MALFORMED, content + "." + Jws.encode(signer.sign()));
    }

    @Test
    void tenantAndIssuerMustAgreeAndExist() throws Exception {
        String other = world.fabrikam.id().toString();
        refused(TokenRefused.Reason.WRONG_ISSUER, altered(claims -> claims.put("tid", other)));
        refused(
                TokenRefused.Reason.WRONG_ISSUER,
                altered(claims -> claims.put("iss", "https://sts.windows.net/" + other + "/")));
        TenantId gone = new TenantId(UUID.randomUUID());
        refused(
                TokenRefused.Reason.WRONG_ISSUER,
                altered(claims -> claims.put("tid", gone.toString()).put("iss", TokenIssuer.issuer(gone))));
    }

    @Test
    void aTokenWithAChangedByteIsNeverAccepted() {
        var random = new Random(20261123);
        String token = token();
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(128);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    byte swapped = bytes[at];
                    int other = random.nextInt(bytes.length);
                    bytes[at] = bytes[other];
                    bytes[other] = swapped;
                }
            }
            String changed = new String(bytes, StandardCharsets.ISO_8859_1);
            if (!changed.equals(token)) {
                assertThrows(TokenRefused.class, () -> world.verifier.verify(changed, Resource.GRAPH));
            }
        }
        // Some bits of the last character are unused: every other character must be refused too.
        for (char c = '-'; c <= 'z'; c++) {
            String changed = token.substring(0, token.length() - 1) + c;
            if (!changed.equals(token)) {
                assertThrows(TokenRefused.class, () -> world.verifier.verify(changed, Resource.GRAPH));
            }
        }
        assertNotNull(world.verifier.verify(token, Resource.GRAPH));
    }

    @Test
    void theCacheOfVerifiedTokensIsBoundedAndClearedWithTheKeys() {
        var tokens = new VerifiedTokens();
        KeySet keys = world.keys.current();
        SignedToken any = new SignedToken(world.verifier.verify(token(), Resource.GRAPH), GRAPH, START);
        for (int i = 0; i < VerifiedTokens.MAX_TOKENS + 10; i++) {
            tokens.put("token" + i, any, keys, START);
        }
        assertEquals(VerifiedTokens.MAX_TOKENS, tokens.size());
        String last = "token" + (VerifiedTokens.MAX_TOKENS + 9);
        assertNotNull(tokens.get(last, keys, START));
        assertEquals(null, tokens.get(last, keys, START.plus(VerifiedTokens.LIFE)));
        assertEquals(null, tokens.get(last, new KeySet(List.of()), START));
        assertEquals(0, tokens.size());
    }

    private static String encode(String text) {
        return Jws.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
