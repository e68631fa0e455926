package dev.postern.junit.sdk;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.postern.junit.PosternApp;
import dev.postern.junit.TrustedAuthority;
import java.net.http.HttpClient;
import okhttp3.OkHttpClient;

/** The official clients for Java with everything set: addresses, credentials, and trust in the server of the test. */
public final class OfficialSdk {
    private static final String SCOPE = "https://graph.microsoft.com/.default";

    private OfficialSdk() {}

    /** Returns a credential of azure-identity for the application's client secret. */
    public static TokenCredential credential(PosternApp app) {
        HttpClient.Builder http =
                HttpClient.newBuilder().sslContext(app.server().sslContext());
        return new ClientSecretCredentialBuilder()
                .authorityHost(app.server().tlsAddress().toString())
                .disableInstanceDiscovery()
                .tenantId(app.tenantId())
                .clientId(app.appId())
                .clientSecret(app.clientSecret())
                .httpClient(new JdkHttpClientBuilder(http).build())
                .build();
    }

    /** Returns a client of microsoft-graph that uses {@link #credential}. */
    public static GraphServiceClient graph(PosternApp app) {
        TrustedAuthority authority = TrustedAuthority.in(app.server().caFile());
        OkHttpClient http = GraphClientFactory.create()
                .sslSocketFactory(authority.context().getSocketFactory(), authority.manager())
                .build();
        String host = app.server().tlsAddress().getHost();
        GraphServiceClient client = new GraphServiceClient(
                new AzureIdentityAuthenticationProvider(credential(app), new String[] {host}, SCOPE), http);
        client.getRequestAdapter().setBaseUrl(app.server().tlsAddress() + "/v1.0");
        return client;
    }
}
