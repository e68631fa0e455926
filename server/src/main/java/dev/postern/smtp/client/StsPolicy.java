package dev.postern.smtp.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a domain wants its mail to be secured (RFC 8461).
 *
 * @param enforced false for the modes {@code testing} and {@code none}
 * @param hosts names, or patterns such as {@code *.fabrikam.example}
 */
public record StsPolicy(boolean enforced, Duration maxAge, List<String> hosts) {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MAX_HOSTS = 100;

    public StsPolicy {
        hosts = List.copyOf(hosts);
    }

    /** Reads a policy; empty if it is not valid. */
    static Optional<StsPolicy> parse(String text) {
        String version = "";
        String mode = "";
        String maxAge = "";
        var hosts = new ArrayList<String>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (colon < 0 ? "" : line.substring(0, colon).strip()) {
                case "version" -> version = version.isEmpty() ? value : version;
                case "mode" -> mode = mode.isEmpty() ? value : mode;
                case "max_age" -> maxAge = maxAge.isEmpty() ? value : maxAge;
                case "mx" -> hosts.add(value.toLowerCase(Locale.ROOT));
                default -> {
                    // unknown fields are for later versions
                }
            }
        }
        boolean valid = version.equals("STSv1")
                && List.of("enforce", "testing", "none").contains(mode)
                && maxAge.matches("[0-9]{1,10}")
                && hosts.size() <= MAX_HOSTS
                && (mode.equals("none") || !hosts.isEmpty());
        if (!valid) {
            return Optional.empty();
        }
        Duration age = Duration.ofSeconds(Long.parseLong(maxAge));
        return Optional.of(new StsPolicy(mode.equals("enforce"), age.compareTo(LONGEST) > 0 ? LONGEST : age, hosts));
    }

    boolean allows(String host) {
        return hosts.stream().anyMatch(pattern -> matches(pattern, host));
    }

    /** The star is for exactly one label. */
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(pattern.substring(1));
    }
}
