package dev.postern.token;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Why no token was issued: a {@link LoginError} with values for its placeholders. It never contains a secret or an assertion. The
 * values are input of the client, so they are truncated and control characters are removed.
 */
public final class LoginFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_VALUE_LENGTH = 256;

    private final LoginError error;
    private final String[] values;
    private final @Nullable Duration retryAfter;

    public LoginFailure(LoginError error, @Nullable Object... values) {
        super(fill(error.text(), values));
        this.error = error;
        this.values = Arrays.stream(values).map(String::valueOf).toArray(String[]::new);
        this.retryAfter = error == LoginError.UNAVAILABLE ? Duration.ofSeconds(1) : null;
    }

    private LoginFailure(Duration wait) {
        super(fill(LoginError.THROTTLED.text(), new Object[] {wait.toSeconds()}));
        this.error = LoginError.THROTTLED;
        this.values = new String[] {String.valueOf(wait.toSeconds())};
        this.retryAfter = wait;
    }

    /** Too many requests have failed. */
    public static LoginFailure throttled(Duration wait) {
        return new LoginFailure(wait);
    }

    public LoginError error() {
        return error;
    }

    /** Returns the text without the AADSTS number. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Returns the text with each of its values replaced. */
    public String textWith(UnaryOperator<String> replaced) {
        return fill(error.text(), Arrays.stream(values).map(replaced).toArray());
    }

    /** Returns after which time a retry can succeed, or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    private static String fill(String template, @Nullable Object[] values) {
        String text = template;
        var filled = new StringBuilder();
        for (Object value : values) {
            int blank = text.indexOf("{}");
            if (blank < 0) {
                break;
            }
            filled.append(text, 0, blank).append(clean(String.valueOf(value)));
            text = text.substring(blank + 2);
        }
        return filled.append(text).toString();
    }

    private static String clean(String value) {
        String cut = value.length() > MAX_VALUE_LENGTH ? value.substring(0, MAX_VALUE_LENGTH) + "..." : value;
        return cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\ud800-\\udfff]", "?");
    }
}
