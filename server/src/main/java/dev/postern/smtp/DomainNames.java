package dev.postern.smtp;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of mail domains in the form that DNS uses: ASCII and lower case. */
public final class DomainNames {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    private DomainNames() {}

    /** Returns a domain in ASCII; empty if it is not the name of a domain. */
    public static Optional<String> ascii(String domain) {
        String plain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (plain.length() > 253) {
            return Optional.empty();
        }
        try {
            String name = IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            return Optional.of(name).filter(one -> NAME.matcher(one).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
