package dev.postern.token;

/**
 * The errors of the token endpoints. Numbers and texts are those that users of Entra know; {@code {}} is a placeholder for a value. The
 * statuses that are our own decision are listed in {@code docs/decisions/0007-tokens.md}.
 */
public enum LoginError {
    WRONG_SECRET(
            7000215,
            401,
            "invalid_client",
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value,"
                    + " not the client secret ID, for a secret added to app '{}'."),
    EXPIRED_SECRET(
            7000222,
            401,
            "invalid_client",
            "The provided client secret keys for app '{}' are expired. Create new keys for the app, or consider using"
                    + " certificate credentials for added security."),
    NO_CREDENTIAL(
            7000218,
            401,
            "invalid_client",
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    UNKNOWN_APPLICATION(
            700016,
            400,
            "unauthorized_client",
            "Application with identifier '{}' was not found in the directory '{}'. This can happen if the application"
                    + " has not been installed by the administrator of the tenant or consented to by any user in the"
                    + " tenant. You may have sent your authentication request to the wrong tenant."),
    UNKNOWN_TENANT(
            90002,
            400,
            "invalid_request",
            "Tenant '{}' not found. Check to make sure you have the correct tenant ID and are signing into the correct"
                    + " cloud."),
    /** The same for discovery documents, where clients expect another error code. */
    UNKNOWN_TENANT_DISCOVERY(
            90002,
            400,
            "invalid_tenant",
            "Tenant '{}' not found. Check to make sure you have the correct tenant ID and are signing into the correct"
                    + " cloud."),
    MALFORMED_TENANT(
            900023,
            400,
            "invalid_request",
            "Specified tenant identifier '{}' is neither a valid DNS name, nor a valid external domain."),
    TENANT_WORD(
            50059,
            400,
            "invalid_request",
            "No tenant-identifying information found in either the request or implied by any provided credentials. Use"
                    + " the tenant's id or domain in place of '{}'."),
    SCOPE_WITHOUT_DEFAULT(
            1002012,
            400,
            "invalid_scope",
            "The provided value for scope {} is not valid. Client credential flows must have a scope value with"
                    + " /.default suffixed to the resource identifier (application ID URI)."),
    BAD_SCOPE(
            70011,
            400,
            "invalid_scope",
            "The provided value for the input parameter 'scope' is not valid. The scope {} is not valid."),
    UNKNOWN_RESOURCE(
            500011,
            400,
            "invalid_resource",
            "The resource principal named {} was not found in the tenant named {}. This can happen if the application"
                    + " has not been installed by the administrator of the tenant or consented to by any user in the"
                    + " tenant. You might have sent your authentication request to the wrong tenant."),
    RESOURCE_DISABLED(500014, 400, "invalid_resource", "The service principal for resource '{}' is disabled."),
    MISSING_PARAMETER(900144, 400, "invalid_request", "The request body must contain the following parameter: '{}'."),
    /** A body that is not a form, such as JSON, has no parameters; as in Entra the first one is named. */
    NOT_A_FORM(
            900144,
            400,
            "invalid_request",
            "The request body must contain the following parameter: 'grant_type'. The Content-Type of the request is"
                + " '{}'; parameters are only read from application/x-www-form-urlencoded and multipart/form-data."),
    RESOURCE_NOT_SUPPORTED(901002, 400, "invalid_request", "The 'resource' request parameter is not supported."),
    RESOURCE_BESIDE_SCOPE(
            9010010,
            400,
            "invalid_target",
            "The resource parameter provided in the request doesn't match with the requested scopes."),
    UNSUPPORTED_GRANT(70003, 400, "unsupported_grant_type", "The app requested an unsupported grant type '{}'."),
    /** An invalid form. */
    BAD_REQUEST(9002313, 400, "invalid_request", "Invalid request. Request is malformed or invalid. {}"),
    REQUEST_TOO_LARGE(9002313, 413, "invalid_request", "Invalid request. The body is larger than {} bytes."),
    ASSERTION_KEY_UNKNOWN(
            700027,
            401,
            "invalid_client",
            "Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used"
                    + " by client: '{}']"),
    ASSERTION_KEY_EXPIRED(
            700027,
            401,
            "invalid_client",
            "Client assertion contains an invalid signature. [Reason - The key used is expired., Thumbprint of key"
                    + " used by client: '{}']"),
    ASSERTION_SIGNATURE(
            700027,
            401,
            "invalid_client",
            "Client assertion contains an invalid signature. [Reason - The provided signature value did not match the"
                    + " expected signature value., Thumbprint of key used by client: '{}']"),
    ASSERTION_TIME(
            700024,
            401,
            "invalid_client",
            "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry"
                    + " time of assertion {}."),
    ASSERTION_AUDIENCE(700023, 401, "invalid_client", "Client assertion audience claim does not match Realm issuer."),
    ASSERTION_CLIENT(
            700021,
            401,
            "invalid_client",
            "Client assertion application identifier doesn't match 'client_id' parameter."),
    ASSERTION_USED(
            50013, 401, "invalid_client", "Assertion failed validation. [Reason - The assertion was used before.]"),
    MALFORMED_ASSERTION(50027, 400, "invalid_request", "Invalid JWT token. {}"),
    NO_FEDERATED_CREDENTIAL(
            70021,
            400,
            "invalid_request",
            "No matching federated identity record found for presented assertion. Assertion Issuer: '{}'. Assertion"
                    + " Subject: '{}'. Assertion Audience: '{}'."),
    FEDERATED_ISSUER(
            700211,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion issuer '{}'. Check your federated"
                    + " identity credential Subject, Audience and Issuer against the presented assertion."),
    FEDERATED_AUDIENCE(
            700212,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion audience '{}'. Check your federated"
                    + " identity credential Subject, Audience and Issuer against the presented assertion."),
    FEDERATED_SUBJECT(
            700213,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion subject '{}'. Check your federated"
                    + " identity credential Subject, Audience and Issuer against the presented assertion."),
    FEDERATED_SUBJECT_CASE(
            7002138,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion subject '{}'. The subject of a"
                + " federated identity credential matches except for case, and the comparison is case-sensitive. Check"
                + " your federated identity credential Subject, Audience and Issuer against the presented assertion."),
    FEDERATED_OWN_TOKEN(
            700222,
            401,
            "invalid_client",
            "Tokens issued by this service may not be used for federated identity flows."),
    FEDERATED_ISSUER_UNREACHABLE(
            50166,
            401,
            "invalid_client",
            "Request to External OIDC endpoint failed. The keys of issuer '{}' could not be read."),
    APPLICATION_DISABLED(7000112, 400, "unauthorized_client", "Application '{}'({}) is disabled."),
    NO_ROLE_ASSIGNED(
            501051, 400, "invalid_grant", "Application '{}'({}) is not assigned to a role for the application '{}'."),
    UNKNOWN_INSTANCE(
            50049,
            400,
            "invalid_instance",
            "Unknown or invalid instance. This server does not serve the instance '{}'."),
    /** Too many failures of one peer. */
    THROTTLED(
            90055,
            429,
            "temporarily_unavailable",
            "There are too many incoming requests. Too many requests from this address have failed. Correct the"
                    + " requests and try again in {} seconds."),
    /** The directory or the database is unavailable. */
    UNAVAILABLE(90033, 503, "temporarily_unavailable", "A transient error has occurred. Please try again.");

    private final int code;
    private final int status;
    private final String oauthError;
    private final String text;

    LoginError(int code, int status, String oauthError, String text) {
        this.code = code;
        this.status = status;
        this.oauthError = oauthError;
        this.text = text;
    }

    /** The AADSTS number. */
    public int code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The value of {@code error} in the response. */
    public String oauthError() {
        return oauthError;
    }

    /** The text with its placeholders. */
    public String text() {
        return text;
    }
}
