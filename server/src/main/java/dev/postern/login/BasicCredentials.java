package dev.postern.login;

import dev.postern.http.Request;
import dev.postern.query.Folding;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Client id and secret in the Authorization header, each form-encoded (RFC 6749, section 2.3.1). */
record BasicCredentials(String client, String secret) {
    private static final String SCHEME = "basic ";

    /** Reads them; null if the header is missing or has another scheme. */
    static @Nullable BasicCredentials of(Request request) {
        String header = request.header("Authorization").orElse("");
        if (!Folding.lower(header).startsWith(SCHEME)) {
            return null;
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int colon = text.indexOf(':');
            if (colon >= 0) {
                return new BasicCredentials(
                        Form.decode(text.substring(0, colon)), Form.decode(text.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw broken();
        }
        throw broken();
    }

    private static LoginFailure broken() {
        return new LoginFailure(LoginError.BAD_REQUEST, "The Authorization header is malformed.");
    }

    @Override
    public String toString() {
        return "BasicCredentials[hidden]";
    }
}
