package dev.postern.acceptance;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** The official Java clients, configured as in the README: they trust Postern's authority and are otherwise unchanged. */
final class OfficialClients {
    private final String address;
    private final String tenantId;
    private final SSLContext tls;
    private final X509TrustManager trust;

    OfficialClients(TestPostern postern) {
        this(postern.caFile(), postern.tlsAddress(), postern.admin().tenantId());
    }

    /** @param address of the server over TLS, without a trailing slash */
    OfficialClients(Path caFile, String address, String tenantId) {
        this.address = address;
        this.tenantId = tenantId;
        try {
            TrustManagerFactory factory = trustOf(caFile);
            this.trust = (X509TrustManager) factory.getTrustManagers()[0];
            this.tls = SSLContext.getInstance("TLS");
            tls.init(null, factory.getTrustManagers(), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManagerFactory trustOf(Path caFile) throws GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "postern", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SSLContext tls() {
        return tls;
    }

    HttpClient azureHttp() {
        return new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(tls)).build();
    }

    TokenCredential secret(Administration.App app) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(address)
                .disableInstanceDiscovery()
                .tenantId(tenantId)
                .clientId(app.appId())
                .clientSecret(app.secret())
                .httpClient(azureHttp())
                .build();
    }

    GraphServiceClient graph(TokenCredential credential) {
        OkHttpClient http = GraphClientFactory.create()
                .sslSocketFactory(tls.getSocketFactory(), trust)
                .build();
        var authentication = new AzureIdentityAuthenticationProvider(
                credential, new String[] {"localhost", "127.0.0.1"}, "https://graph.microsoft.com/.default");
        GraphServiceClient client = new GraphServiceClient(authentication, http);
        client.getRequestAdapter().setBaseUrl(address + "/v1.0");
        return client;
    }
}
