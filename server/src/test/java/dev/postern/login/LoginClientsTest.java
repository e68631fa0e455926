package dev.postern.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.postern.TestFolders;
import dev.postern.access.ObjectId;
import dev.postern.directory.Credentials;
import dev.postern.directory.FederatedCredential;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.EndpointHeader;
import dev.postern.token.Resource;
import dev.postern.token.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Unmodified client libraries get tokens. They compare times with the machine's clock, so the server has that clock too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginClientsTest {
    private static final String SCOPE = "https://graph.microsoft.com/.default";
    private static final String SUBJECT = "system:serviceaccount:mail:notify";

    private final SSLContext tls = TestTls.context();
    private final LoginWorld here = new LoginWorld(InstantSource.system(), tls);
    private final World world = here.world;
    private final String base = here.server.base().toString();
    private final String tenant = world.contoso.id().toString();
    private final World.Program program = world.program(
            world.contoso,
            "Notifier",
            Credentials.NONE
                    .withKeys(List.of(here.signer.credential(
                            Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(1)))))
                    .withFederated(List.of(new FederatedCredential(
                            UUID.randomUUID(),
                            "cluster",
                            LoginWorld.ISSUER,
                            SUBJECT,
                            List.of(LoginWorld.EXCHANGE),
                            null))));

    @AfterAll
    void close() {
        here.close();
    }

    /** The library's HTTP client on the JDK, restricted to this machine. */
    private HttpClient azure() {
        HttpClient client =
                new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(tls)).build();
        return request -> request.getUrl().getHost().equals("localhost")
                ? client.send(request)
                : Mono.error(new IllegalStateException("Not this machine: " + request.getUrl()));
    }

    private void assertGetsToken(TokenCredential credential) {
        String token = credential
                .getTokenSync(new TokenRequestContext().addScopes(SCOPE))
                .getToken();
        assertEquals(
                program.principal().id(),
                world.verifier.verify(token, Resource.GRAPH).principal());
    }

    @Test
    void azureIdentityWithASecret() {
        var builder = new ClientSecretCredentialBuilder()
                .httpClient(azure())
                .authorityHost(base)
                .disableInstanceDiscovery()
                .tenantId(tenant)
                .clientId(program.clientId());
        assertGetsToken(builder.clientSecret(program.secret().text()).build());
        var wrong = builder.clientSecret("wrong").build();
        var refused = assertThrows(
                RuntimeException.class, () -> wrong.getTokenSync(new TokenRequestContext().addScopes(SCOPE)));
        assertTrue(String.valueOf(refused.getMessage()).contains("AADSTS7000215"), refused.getMessage());
    }

    @Test
    void azureIdentityWithACertificate() {
        for (boolean chain : List.of(false, true)) {
            assertGetsToken(new ClientCertificateCredentialBuilder()
                    .httpClient(azure())
                    .authorityHost(base)
                    .disableInstanceDiscovery()
                    .tenantId(tenant)
                    .clientId(program.clientId())
                    .sendCertificateChain(chain)
                    .pemCertificate(new ByteArrayInputStream(here.signer.pem().getBytes(StandardCharsets.US_ASCII)))
                    .build());
        }
    }

    @Test
    void azureIdentityWithATokenOfACluster(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(
                file,
                here.signer.issued(LoginWorld.outside(SUBJECT, Instant.now()).build()));
        assertGetsToken(new WorkloadIdentityCredentialBuilder()
                .httpClient(azure())
                .authorityHost(base)
                .disableInstanceDiscovery()
                .tenantId(tenant)
                .clientId(program.clientId())
                .tokenFilePath(file.toString())
                .build());
    }

    private ConfidentialClientApplication msal(IClientCredential credential) throws Exception {
        return ConfidentialClientApplication.builder(program.clientId(), credential)
                .authority(base + "/" + tenant)
                .instanceDiscovery(false)
                .sslSocketFactory(tls.getSocketFactory())
                .build();
    }

    @Test
    void msalWithASecretAndACertificate() throws Exception {
        for (IClientCredential credential : List.of(
                ClientCredentialFactory.createFromSecret(program.secret().text()),
                ClientCredentialFactory.createFromCertificate(here.signer.privateKey(), here.signer.certificate()))) {
            String token = msal(credential)
                    .acquireToken(
                            ClientCredentialParameters.builder(Set.of(SCOPE)).build())
                    .get()
                    .accessToken();
            assertEquals(
                    program.principal().id(),
                    world.verifier.verify(token, Resource.GRAPH).principal());
        }
    }

    @Test
    void msalReportsTheError() throws Exception {
        var future = msal(ClientCredentialFactory.createFromSecret("wrong"))
                .acquireToken(ClientCredentialParameters.builder(Set.of(SCOPE)).build());
        var failure = assertThrows(ExecutionException.class, future::get);
        var service = assertInstanceOf(MsalServiceException.class, failure.getCause());
        assertEquals("invalid_client", service.errorCode());
        assertEquals(401, service.statusCode());
        assertTrue(String.valueOf(service.getMessage()).startsWith("AADSTS7000215: "));
    }

    @Test
    void azureIdentityAsAManagedIdentity() throws Exception {
        EndpointHeader header =
                EndpointHeader.create(world.contoso.id(), new ObjectId(UUID.randomUUID()), world.random);
        ServicePrincipal identity =
                world.identity(world.contoso, "notify", header.principal(), header.hash(world.random));
        try (TestServer appService = TestServer.of(here.login::addTo, null);
                TestServer imds = TestServer.knowingItsPort(
                        port -> new ImdsHandler(here.login, world.contoso.id(), identity.id(), port))) {
            String host = imds.base().toString();
            String ofAppService = workload(Map.of(
                    "IDENTITY_ENDPOINT",
                    appService.base() + "/msi/token",
                    "IDENTITY_HEADER",
                    header.text(),
                    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    host));
            String ofMachine = workload(
                    Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", host),
                    identity.appId().toString());
            for (String token : List.of(ofAppService, ofMachine)) {
                assertEquals(
                        identity.id(),
                        world.verifier.verify(token, Resource.GRAPH).principal());
            }
        }
    }

    /** Runs a workload with these environment variables; returns the token that it got. */
    private static String workload(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                TestFolders.javaOption(),
                "-cp",
                System.getProperty("java.class.path"),
                ManagedIdentityClient.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), text);
            return text.lines()
                    .filter(line -> line.startsWith("TOKEN "))
                    .map(line -> line.substring("TOKEN ".length()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(text));
        }
    }
}
