package dev.postern.login;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.WellKnown;
import dev.postern.http.Handler;
import dev.postern.http.MemorySpent;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.store.StoreException;
import dev.postern.token.AuthenticatedClient;
import dev.postern.token.ClientCredential;
import dev.postern.token.ClientRequest;
import dev.postern.token.IssuedToken;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import dev.postern.token.TokenTarget;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The token endpoint in both versions, which differ in the parameter for the resource and in how numbers are written. */
final class TokenEndpoint implements Handler {
    enum Version {
        V1,
        V2
    }

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** What Entra gives programs a token for that name no resource. */
    private static final String WITHOUT_RESOURCE = WellKnown.AZURE_AD_GRAPH.toString();

    private final Login login;
    private final Version version;

    TokenEndpoint(Login login, Version version) {
        this.login = login;
        this.version = version;
    }

    /** The known data of a request, for the audit row of a refusal. */
    private static final class Progress {
        private LoginRequest exchange;
        private @Nullable TenantId tenant;
        private @Nullable AppId client;
        private String target = "";

        Progress(LoginRequest exchange) {
            this.exchange = exchange;
        }
    }

    @Override
    public Response handle(Request request) {
        Progress progress = new Progress(LoginRequest.of(request));
        LoginFailure failure;
        try {
            return respond(request, progress);
        } catch (LoginFailure e) {
            failure = e;
        } catch (DirectoryFailure.NotCurrent | StoreException e) {
            return unavailable(progress, e);
        } catch (MemorySpent e) {
            return TokenResponses.failure(
                            new LoginFailure(LoginError.UNAVAILABLE),
                            progress.exchange,
                            login.clock().instant())
                    .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS);
        }
        try {
            failure =
                    login.log().refused(progress.tenant, progress.client, progress.target, failure, progress.exchange);
        } catch (StoreException e) {
            return unavailable(progress, e);
        }
        Response response =
                TokenResponses.failure(failure, progress.exchange, login.clock().instant());
        return response.status() == 401 && request.header("Authorization").isPresent()
                ? response.with("WWW-Authenticate", "Basic realm=\"Postern\"")
                : response;
    }

    private Response unavailable(Progress progress, RuntimeException cause) {
        LOG.warn("No token can be issued at the moment: {}", cause.toString());
        return TokenResponses.failure(
                new LoginFailure(LoginError.UNAVAILABLE),
                progress.exchange,
                login.clock().instant());
    }

    private Response respond(Request request, Progress progress) {
        progress.tenant = TenantPath.tenant(login.directory(), request, LoginError.UNKNOWN_TENANT)
                .id();
        Form form = Form.ofBody(request);
        progress.exchange = progress.exchange.correlatedBy(form.get("client-request-id"));
        BasicCredentials basic = BasicCredentials.of(request);
        String grant = form.required("grant_type");
        String client = client(form, basic);
        progress.client = TokenTarget.appId(client);
        if (!grant.equals("client_credentials")) {
            throw new LoginFailure(LoginError.UNSUPPORTED_GRANT, grant);
        }
        String requested = switch (version) {
            case V1 -> Objects.requireNonNullElse(form.get("resource"), WITHOUT_RESOURCE);
            case V2 -> Scopes.resource(form);
        };
        progress.target = requested;
        DirectorySnapshot directory = login.directory().snapshot(progress.tenant);
        AuthenticatedClient recognised = login.clients()
                .authenticate(new ClientRequest(directory, client, credential(form, basic), requested, request.base()));
        IssuedToken token = login.issuer()
                .issue(
                        directory,
                        recognised.principal(),
                        recognised.proof(),
                        login.issuer().target(directory, requested),
                        request.base());
        login.log().issued(progress.tenant, recognised.principal(), recognised.proof(), token, progress.exchange);
        return TokenResponses.secret(200, body(token), progress.exchange);
    }

    private static String client(Form form, @Nullable BasicCredentials basic) {
        String inForm = form.get("client_id");
        if (basic == null) {
            return form.required("client_id");
        }
        if (inForm != null && !inForm.equalsIgnoreCase(basic.client())) {
            throw new LoginFailure(LoginError.BAD_REQUEST, "The header and 'client_id' name different applications.");
        }
        return basic.client();
    }

    private static ClientCredential credential(Form form, @Nullable BasicCredentials basic) {
        String secret = form.get("client_secret");
        String assertion = form.get("client_assertion");
        int credentials = (secret == null ? 0 : 1) + (assertion == null ? 0 : 1) + (basic == null ? 0 : 1);
        if (credentials > 1) {
            throw new LoginFailure(LoginError.BAD_REQUEST, "More than one client credential was sent.");
        }
        if (assertion != null && !form.required("client_assertion_type").equals(ASSERTION_TYPE)) {
            throw new LoginFailure(
                    LoginError.BAD_REQUEST, "The 'client_assertion_type' must be '" + ASSERTION_TYPE + "'.");
        }
        return ClientCredential.of(basic == null ? secret : basic.secret(), assertion);
    }

    private ObjectNode body(IssuedToken token) {
        ObjectNode body = TokenResponses.object();
        body.put("token_type", "Bearer");
        switch (version) {
            case V2 -> {
                body.put("expires_in", token.seconds());
                body.put("ext_expires_in", token.seconds());
            }
            case V1 -> {
                String seconds = String.valueOf(token.seconds());
                body.put("expires_in", seconds);
                body.put("ext_expires_in", seconds);
                body.put("expires_on", String.valueOf(token.expires().getEpochSecond()));
                body.put("not_before", String.valueOf(token.notBefore().getEpochSecond()));
                body.put("resource", token.audience());
            }
        }
        body.put("access_token", token.text());
        return body;
    }
}
