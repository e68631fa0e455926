package dev.postern.workflow.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NameLookup;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutwardTrust;
import dev.postern.outbound.OwnEdges;
import dev.postern.outbound.TargetPolicy;
import dev.postern.workflow.expression.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls to real servers on loopback: certificates, tokens of applications, compressed responses, and hosts that are mapped. */
class HttpCallerTest {
    private static final ClientCertificateFile FILE = ClientCertificateFile.make();

    private final ConcurrentLinkedDeque<Seen> seen = new ConcurrentLinkedDeque<>();
    private volatile Answer answer = new Answer(200, Map.of("Content-Type", "application/json"), bytes("{\"a\":1}"));
    private volatile Answer token = token("t1", 3600);
    private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private HttpServer plain;
    private HttpsServer secure;
    private OutboundClient client;
    private HttpCaller caller;

    private record Seen(String host, String target, Map<String, List<String>> headers, String body, String peer) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private record Answer(int status, Map<String, String> headers, byte[] body) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Answer token(String text, int seconds) {
        return new Answer(
                200,
                Map.of("Content-Type", "application/json"),
                bytes("{\"access_token\":\"" + text + "\",\"expires_in\":\"" + seconds + "\"}"));
    }

    @BeforeEach
    void open() throws IOException {
        plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(FILE.server()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        for (HttpServer server : List.of(plain, secure)) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::respond);
            server.start();
        }
        client = new OutboundClient(
                new TargetPolicy(AllowedTargets.of(List.of("127.0.0.1")), OwnEdges.NONE, NameLookup.SYSTEM),
                OutwardTrust.of(FILE::trust));
        caller = new HttpCaller(
                new Targets(this::self, Set::of, name -> false, true), client, Duration.ofSeconds(20), () -> now);
    }

    private URI self() {
        return URI.create("http://127.0.0.1:" + plain.getAddress().getPort());
    }

    private String secureAddress() {
        return "https://127.0.0.1:" + secure.getAddress().getPort();
    }

    @AfterEach
    void close() {
        client.close();
        plain.stop(0);
        secure.stop(0);
    }

    private void respond(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        seen.add(new Seen(
                exchange.getRequestHeaders().getFirst("Host"),
                target,
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                peer(exchange)));
        Answer given = target.endsWith("/oauth2/token") ? token : answer;
        given.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(given.status(), given.body().length == 0 ? -1 : given.body().length);
        exchange.getResponseBody().write(given.body());
        exchange.close();
    }

    private static String peer(HttpExchange exchange) {
        try {
            return exchange instanceof HttpsExchange https
                    ? https.getSSLSession().getPeerPrincipal().getName()
                    : "";
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    private CallResult call(String uri, @Nullable JsonNode authentication) throws InterruptedException {
        ObjectNode inputs = JsonValues.object();
        inputs.put("method", "GET").put("uri", uri);
        if (authentication != null) {
            inputs.set("authentication", authentication);
        }
        return caller.call(CallReader.read(inputs), "w", Map.of(), identity -> "managed", false);
    }

    private CallResult.Reply reply(String uri, @Nullable JsonNode authentication) throws InterruptedException {
        return assertInstanceOf(CallResult.Reply.class, call(uri, authentication));
    }

    private static ObjectNode certificate(String password) {
        ObjectNode authentication = JsonValues.object();
        return authentication
                .put("type", "ClientCertificate")
                .put("pfx", Base64.getEncoder().encodeToString(FILE.pfx()))
                .put("password", password);
    }

    private static ObjectNode application(String secret) {
        ObjectNode authentication = JsonValues.object();
        return authentication
                .put("type", "ActiveDirectoryOAuth")
                .put("tenant", "contoso.example")
                .put("audience", "api://contoso.example")
                .put("clientId", "app-1")
                .put("secret", secret);
    }

    @Test
    void aCertificateIsPresentedByItsCallOnly() throws InterruptedException {
        reply(secureAddress() + "/a", certificate(FILE.password()));
        assertEquals("CN=contoso", seen.getLast().peer());
        reply(secureAddress() + "/b", null);
        assertEquals("", seen.getLast().peer());
        reply(secureAddress() + "/c", certificate(FILE.password()));
        assertEquals("CN=contoso", seen.getLast().peer());
    }

    @Test
    void aCertificateIsPresentedOverTlsOnly() {
        CallRefused refused = assertThrows(CallRefused.class, () -> call(self() + "/a", certificate(FILE.password())));
        assertEquals("TargetNotAllowed", refused.code());
        assertTrue(seen.isEmpty());
    }

    @Test
    void aWrongPasswordIsReportedWithoutIt() {
        CallRefused refused = assertThrows(CallRefused.class, () -> call(secureAddress(), certificate("hidden")));
        assertEquals(
                "The input 'authentication' is not valid: the certificate or its password is not valid.",
                refused.getMessage());
        assertTrue(seen.isEmpty());
    }

    @Test
    void anApplicationGetsItsTokenFromTheMappedAuthorityOnce() throws InterruptedException {
        reply(self() + "/a", application("first secret"));
        assertEquals(2, seen.size());
        assertEquals("/contoso.example/oauth2/token", seen.getFirst().target());
        assertEquals(
                "grant_type=client_credentials&client_id=app-1&resource=api%3A%2F%2Fcontoso.example"
                        + "&client_secret=first+secret",
                seen.getFirst().body());
        assertEquals("Bearer t1", seen.getLast().header("Authorization"));
        reply(self() + "/b", application("first secret"));
        assertEquals(3, seen.size(), "the token is cached");
        token = token("t2", 3600);
        reply(self() + "/c", application("other"));
        assertEquals("Bearer t2", seen.getLast().header("Authorization"), "another secret, another token");
        now = now.plusSeconds(3600 - CachedTokens.MARGIN.toSeconds() - 1);
        reply(self() + "/d", application("other"));
        assertEquals(6, seen.size());
        now = now.plusSeconds(1);
        reply(self() + "/e", application("other"));
        assertEquals(8, seen.size(), "a token that expires soon is not used");
    }

    @Test
    void aTokenThatIsNotAcceptedIsForgotten() throws InterruptedException {
        answer = new Answer(401, Map.of(), new byte[0]);
        assertEquals(401, reply(self() + "/a", application("s")).status());
        assertEquals(401, reply(self() + "/a", application("s")).status());
        assertEquals(4, seen.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        400 | {"error":"invalid_client","error_description":"AADSTS7000215: hidden"} | OAuthTokenRefused (AADSTS7000215)
        401 | {"error":"x"}                    | OAuthTokenRefused
        200 | {"access_token":""}              | OAuthTokenRefused
        200 | {"access_token":"a b"}           | OAuthTokenRefused
        200 | not json                         | OAuthTokenRefused
        302 | {}                               | OAuthTokenRefused
        500 | {}                               | BadGateway
        429 | {}                               | BadGateway
        """)
    void withoutATokenNothingIsCalled(int status, String body, String expected) throws InterruptedException {
        token = new Answer(status, Map.of("Location", self() + "/elsewhere"), bytes(body));
        String found;
        try {
            CallResult.Unreachable none =
                    assertInstanceOf(CallResult.Unreachable.class, call(self() + "/a", application("hidden")));
            found = none.code();
        } catch (CallRefused e) {
            assertFalse(String.valueOf(e.getMessage()).contains("hidden"), e::getMessage);
            found = e.code() + (String.valueOf(e.getMessage()).contains("AADSTS7000215") ? " (AADSTS7000215)" : "");
        }
        assertEquals(expected, found);
        assertEquals(1, seen.size());
    }

    @Test
    void noSecretIsSentForATargetOrToAnAuthorityThatIsNotAllowed() {
        CallRefused target = assertThrows(CallRefused.class, () -> call("https://10.0.0.1/a", application("s")));
        assertEquals("TargetNotAllowed", target.code());
        ObjectNode elsewhere = application("s").put("authority", "https://10.0.0.1");
        CallRefused authority = assertThrows(CallRefused.class, () -> call(self() + "/a", elsewhere));
        assertEquals("TargetNotAllowed", authority.code());
        assertTrue(seen.isEmpty());
    }

    @Test
    void anApplicationProvesItselfWithACertificate() throws Exception {
        ObjectNode authentication = application("");
        authentication.remove("secret");
        authentication
                .put("credentialType", "Certificate")
                .put("pfx", Base64.getEncoder().encodeToString(FILE.pfx()))
                .put("password", FILE.password());
        reply(self() + "/a", authentication);
        String form = seen.getFirst().body();
        assertTrue(form.contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth"), form);
        String[] parts = form.substring(form.indexOf("client_assertion=") + 17).split("\\.");
        JsonNode claims = JsonValues.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertEquals("app-1", claims.path("iss").asString());
        assertEquals(
                "https://login.microsoftonline.com/contoso.example/oauth2/token",
                claims.path("aud").asString());
        assertEquals(now.getEpochSecond() + 600, claims.path("exp").asLong());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(FILE.certificate());
        signature.update(bytes(parts[0] + "." + parts[1]));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    @ParameterizedTest
    @CsvSource({
        "https://graph.microsoft.com/v1.0/users?$top=1, graph.microsoft.com",
        "https://GRAPH.microsoft.com:443/v1.0/users?$top=1, graph.microsoft.com",
        "https://outlook.office365.com/v1.0/users?$top=1, own",
        "https://management.azure.com/v1.0/users?$top=1, own"
    })
    void graphIsCalledUnderItsPublicName(String uri, String host) throws InterruptedException {
        reply(uri, null);
        assertEquals("/v1.0/users?$top=1", seen.getFirst().target());
        assertEquals(
                host.equals("own") ? self().getRawAuthority() : host,
                seen.getFirst().host());
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void redirectsAreNotFollowed(int status) throws InterruptedException {
        answer = new Answer(status, Map.of("Location", secureAddress() + "/elsewhere"), new byte[0]);
        assertEquals(status, reply(self() + "/a", application("s")).status());
        assertEquals(2, seen.size());
    }

    @Test
    void compressedResponsesAreDecompressedUnlessThatIsDisabled() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes("{\"a\":1}"));
        }
        answer = new Answer(
                200, Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"), zipped.toByteArray());
        CallResult.Reply reply = reply(self() + "/a", null);
        assertEquals("{\"a\":1}", Objects.requireNonNull(reply.body()).toString());
        assertTrue(reply.header("content-encoding").isEmpty());
        ObjectNode inputs = JsonValues.object();
        inputs.put("method", "GET").put("uri", self() + "/a");
        CallResult.Reply raw = assertInstanceOf(
                CallResult.Reply.class, caller.call(CallReader.read(inputs), "w", Map.of(), identity -> "", true));
        JsonNode body = Objects.requireNonNull(raw.body());
        assertEquals("application/json", body.path("$content-type").asString());
        assertEquals(
                Base64.getEncoder().encodeToString(zipped.toByteArray()),
                body.path("$content").asString());
        assertEquals("gzip", raw.header("content-encoding").orElseThrow());
        answer = new Answer(200, Map.of("Content-Encoding", "gzip"), bytes("damaged"));
        assertTrue(Objects.requireNonNull(reply(self() + "/a", null).body()).has("$content"));
    }

    @Test
    void aSmallResponseThatBecomesHugeStaysCompressed() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            for (int i = 0; i < 20; i++) {
                out.write(new byte[1024 * 1024]);
            }
        }
        answer = new Answer(200, Map.of("Content-Encoding", "gzip"), zipped.toByteArray());
        assertTrue(Objects.requireNonNull(reply(self() + "/a", null).body()).has("$content"));
    }
}
