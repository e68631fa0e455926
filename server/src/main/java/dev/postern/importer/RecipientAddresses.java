package dev.postern.importer;

import dev.postern.query.Folding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP addresses of an item, the primary one first. Other kinds of addresses are left out.
 *
 * @param invalid texts that should have been addresses
 */
record RecipientAddresses(List<String> all, List<String> invalid) {
    private static final int MAX_LENGTH = 254;
    private static final Pattern ADDRESS = Pattern.compile(
            "[^\\s\\p{Cntrl}@\"(),:;<>\\[\\]\\\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+");
    private static final Pattern SEPARATOR = Pattern.compile("[,; {}]+");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9]+):(.*)");

    static RecipientAddresses of(ExportItem item) {
        Map<String, String> byKey = new LinkedHashMap<>();
        List<String> invalid = new java.util.ArrayList<>();
        String primary = bare(item.text("PrimarySmtpAddress", "WindowsEmailAddress"));
        List<String> proxies = item.texts("EmailAddresses").stream()
                .flatMap(text -> text.contains("@") ? Stream.of(SEPARATOR.split(text)) : Stream.of(text))
                .filter(text -> !text.isBlank())
                .toList();
        String marked = proxies.stream()
                .filter(text -> text.startsWith("SMTP:"))
                .map(RecipientAddresses::bare)
                .findFirst()
                .orElse(null);
        Stream.concat(
                        Stream.of(primary, marked).filter(Objects::nonNull),
                        proxies.stream().map(RecipientAddresses::bare).filter(Objects::nonNull))
                .forEach(address -> {
                    if (isAddress(address)) {
                        byKey.putIfAbsent(Folding.lower(address), address);
                    } else {
                        invalid.add(address);
                    }
                });
        return new RecipientAddresses(List.copyOf(byKey.values()), List.copyOf(invalid));
    }

    static boolean isAddress(String text) {
        return text.length() <= MAX_LENGTH && ADDRESS.matcher(text).matches();
    }

    static String domain(String address) {
        return Folding.lower(address.substring(address.lastIndexOf('@') + 1));
    }

    /** Without the prefix; null for an address that is not SMTP. */
    private static @Nullable String bare(@Nullable String text) {
        var prefixed = text == null ? null : PREFIX.matcher(text);
        if (prefixed == null || !prefixed.matches()) {
            return text;
        }
        return prefixed.group(1).toLowerCase(Locale.ROOT).equals("smtp") ? prefixed.group(2) : null;
    }
}
