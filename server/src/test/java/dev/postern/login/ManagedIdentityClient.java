package dev.postern.login;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import reactor.core.publisher.Mono;

/**
 * A workload in its own process, because the client library reads the endpoint of its platform from environment variables. It calls only
 * this machine.
 */
final class ManagedIdentityClient {
    private ManagedIdentityClient() {}

    public static void main(String[] args) {
        HttpClient client = new JdkHttpClientBuilder().build();
        HttpClient onlyHere = request -> request.getUrl().getHost().equals("localhost")
                ? client.send(request)
                : Mono.error(new IllegalStateException("Not this machine: " + request.getUrl()));
        var builder = new ManagedIdentityCredentialBuilder().httpClient(onlyHere);
        if (args.length > 0) {
            builder.clientId(args[0]);
        }
        String token = builder.build()
                .getTokenSync(new TokenRequestContext().addScopes("https://graph.microsoft.com/.default"))
                .getToken();
        System.out.println("TOKEN " + token);
    }
}
