package dev.postern.token;

import dev.postern.access.TenantId;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Issues access tokens to applications, with Entra's claims. Thread-safe.
 *
 * <p>Tokens have version 1.0, whichever endpoint is used, except for a resource whose application requests version 2.0
 * ({@code api.requestedAccessTokenVersion} 2).
 */
public final class TokenIssuer {
    public static final Duration MIN_LIFETIME = Duration.ofSeconds(5);
    public static final Duration MAX_LIFETIME = Duration.ofHours(24);
    public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(3599);

    /** The claims with which the console acts for a person. Entra has no such claims. */
    static final String PERSON = "postern_person";

    static final String PERSON_MAY = "postern_person_may";

    /** Tokens are valid from a time before they are issued, for receivers with slow clocks. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    /** The value of {@code wids} that Entra puts into every application's token for Graph: no directory role. */
    private static final String NO_DIRECTORY_ROLE = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

    /** The app id of Graph's sender of notifications, which receivers compare. */
    private static final String NOTIFIER = "0bf30f3b-4a52-48df-9a82-234910c4a086";

    private static final Duration NOTIFICATION_LIFETIME = Duration.ofHours(1);
    private static final int ID_BYTES = 16;
    private static final int MAX_NAME_LENGTH = 256;

    private final SigningKeys keys;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Duration lifetime;
    private final GraphNames names;

    /**
     * @param names of Microsoft Graph besides those in the directory
     * @param lifetime of tokens as returned to clients, in whole seconds
     * @throws IllegalArgumentException if it is not between five seconds and a day
     */
    public TokenIssuer(
            SigningKeys keys, SecureRandom random, InstantSource clock, Duration lifetime, GraphNames names) {
        if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "token.lifetime must be between " + MIN_LIFETIME + " and " + MAX_LIFETIME);
        }
        this.keys = keys;
        this.random = random;
        this.clock = clock;
        this.lifetime = lifetime.truncatedTo(ChronoUnit.SECONDS);
        this.names = names;
    }

    /**
     * Finds the resource that a token is requested for: by its app id, or by one of its names without regard to case.
     *
     * @throws LoginFailure if there is none in this tenant, or it is disabled
     */
    public TokenTarget target(DirectorySnapshot directory, String requested) {
        return TokenTarget.of(directory, names, requested);
    }

    /**
     * Issues a token to an authenticated principal.
     *
     * @param authority scheme and host of the token endpoint, for tokens of version 2.0
     * @throws LoginFailure if the resource requires a role assignment and the principal has none
     */
    public IssuedToken issue(
            DirectorySnapshot directory,
            ServicePrincipal principal,
            ClientProof proof,
            TokenTarget target,
            URI authority) {
        return issue(directory, principal, proof, target, authority, null);
    }

    /**
     * As {@link #issue(DirectorySnapshot, ServicePrincipal, ClientProof, TokenTarget, URI)}, when the principal acts for a person.
     *
     * @param person null if it acts for no person
     */
    public IssuedToken issue(
            DirectorySnapshot directory,
            ServicePrincipal principal,
            ClientProof proof,
            TokenTarget target,
            URI authority,
            @Nullable ActingPerson person) {
        ServicePrincipal resource = target.resource();
        Set<UUID> assigned = assigned(directory, principal, resource);
        if (resource.appRoleAssignmentRequired() && assigned.isEmpty()) {
            throw new LoginFailure(
                    LoginError.NO_ROLE_ASSIGNED,
                    principal.appId().toString(),
                    principal.displayName(),
                    resource.appId().toString());
        }
        boolean second = requestsVersion2(directory.application(resource.appId()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String id = newId();
        ObjectNode claims = Jws.newObject();
        claims.put("aud", second ? resource.appId().toString() : target.audience());
        TenantId tenant = directory.tenant().id();
        String issuer = second ? authority + "/" + tenant + "/v2.0" : issuer(tenant);
        claims.put("iss", issuer);
        claims.put("iat", now.minus(BACKDATED).getEpochSecond());
        claims.put("nbf", now.minus(BACKDATED).getEpochSecond());
        claims.put("exp", now.plus(lifetime).getEpochSecond() + 1);
        if (second) {
            claims.put("azp", principal.appId().toString());
            claims.put("azpacr", proof.claim());
        } else {
            claims.put("app_displayname", shortened(principal.displayName()));
            claims.put("appid", principal.appId().toString());
            claims.put("appidacr", proof.claim());
            claims.put("idp", issuer);
        }
        claims.put("idtyp", "app");
        claims.put("oid", principal.id().toString());
        List<String> roles = roles(resource, assigned);
        if (!roles.isEmpty()) {
            ArrayNode values = claims.putArray("roles");
            roles.forEach(values::add);
        }
        if (person != null) {
            claims.put(PERSON, person.name());
            claims.put(PERSON_MAY, person.readOnly() ? "read" : "write");
        }
        claims.put("sub", principal.id().toString());
        claims.put("tid", tenant.toString());
        claims.put("uti", id);
        claims.put("ver", second ? "2.0" : "1.0");
        if (resource.appId().equals(WellKnown.MICROSOFT_GRAPH)) {
            claims.putArray("wids").add(NO_DIRECTORY_ROLE);
        }
        String resourceId = ManagedIdentities.resourceId(principal);
        if (resourceId != null) {
            claims.put("xms_mirid", resourceId);
        }
        if (!second) {
            claims.put("xms_tcdt", directory.tenant().createdAt().getEpochSecond());
        }
        return new IssuedToken(sign(claims), id, target.audience(), now.minus(BACKDATED), now, now.plus(lifetime));
    }

    /**
     * Issues the token that accompanies encrypted notifications: the receiver checks by it that they are from this server. It gives access to
     * nothing.
     *
     * @param audience the application that receives them
     */
    public String notificationToken(TenantId tenant, String audience) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode claims = Jws.newObject();
        claims.put("aud", audience);
        claims.put("iss", issuer(tenant));
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.minus(BACKDATED).getEpochSecond());
        claims.put("exp", now.plus(NOTIFICATION_LIFETIME).getEpochSecond());
        // receivers of version 1.0 read appid, the official Java library reads azp
        claims.put("appid", NOTIFIER);
        claims.put("appidacr", "2");
        claims.put("azp", NOTIFIER);
        claims.put("idp", issuer(tenant));
        claims.put("tid", tenant.toString());
        claims.put("uti", newId());
        claims.put("ver", "1.0");
        return sign(claims);
    }

    static String issuer(TenantId tenant) {
        return issuer(tenant.toString());
    }

    /** Returns the issuer of version 1.0 tokens; {@code tenant} is an id or a placeholder for any tenant. */
    public static String issuer(String tenant) {
        return "https://sts.windows.net/" + tenant + "/";
    }

    private String sign(ObjectNode claims) {
        SigningKey key = keys.signer();
        ObjectNode header = Jws.newObject();
        header.put("typ", "JWT");
        header.put("alg", "RS256");
        header.put("x5t", key.id());
        header.put("kid", key.id());
        return Jws.sign(header, claims, key.privateKey());
    }

    private static Set<UUID> assigned(
            DirectorySnapshot directory, ServicePrincipal principal, ServicePrincipal resource) {
        return directory.assignmentsOf(principal.id()).stream()
                .filter(assignment -> assignment.resource().equals(resource.id()))
                .map(AppRoleAssignment::appRoleId)
                .collect(Collectors.toSet());
    }

    private static List<String> roles(ServicePrincipal resource, Set<UUID> assigned) {
        return resource.appRoles().stream()
                .filter(role -> role.enabled() && assigned.contains(role.id()))
                .map(AppRole::value)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean requestsVersion2(@Nullable Application application) {
        if (application == null) {
            return false;
        }
        JsonNode api = application.profile().get("api");
        return api != null && api.path("requestedAccessTokenVersion").asInt(1) == 2;
    }

    private static String shortened(String name) {
        return name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Jws.encode(bytes);
    }
}
