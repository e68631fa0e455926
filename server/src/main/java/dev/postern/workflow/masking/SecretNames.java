package dev.postern.workflow.masking;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names whose values are secrets, depending on where the name occurs. A name is split into its words ({@code X-Auth-Key-V2}, {@code authKey},
 * {@code auth_key}). One word that means a secret is enough, unless another word shows that the value only describes a secret.
 */
public final class SecretNames {
    /** Words for secrets anywhere. */
    private static final Set<String> WORDS = Set.of(
            "assertion",
            "auth",
            "authorization",
            "cookie",
            "credential",
            "credentials",
            "jwt",
            "otp",
            "pass",
            "passcode",
            "passphrase",
            "passwd",
            "password",
            "passwords",
            "pin",
            "pwd",
            "sas",
            "secret",
            "secrets",
            "token");
    /** Additional words in headers and queries; in content they have many other meanings. */
    private static final Set<String> WORDS_OF_REQUESTS = Set.of(
            "code",
            "csrf",
            "hmac",
            "key",
            "nonce",
            "session",
            "sessionid",
            "sid",
            "sig",
            "sign",
            "signature",
            "ticket",
            "tokens",
            "xsrf");
    /** Names without separators. */
    private static final Set<String> JOINED = Set.of(
            "accesskey",
            "accesstoken",
            "accountkey",
            "apikey",
            "authkey",
            "authtoken",
            "clientassertion",
            "clientsecret",
            "connectionstring",
            "functionskey",
            "identityheader",
            "idtoken",
            "ocpapimsubscriptionkey",
            "privatekey",
            "refreshtoken",
            "secretkey",
            "secrettext",
            "sessionkey",
            "sessiontoken",
            "setcookie",
            "sharedaccesskey",
            "sharedaccesssignature",
            "sharedkey",
            "signingkey",
            "subscriptionkey",
            "userpassword",
            "xapikey",
            "xfunctionskey",
            "xidentityheader");
    /** Words that show that a value describes a secret: its kind, lifetime or location. */
    private static final Set<String> ABOUT = Set.of(
            "algorithm",
            "algorithms",
            "audience",
            "count",
            "endpoint",
            "expires",
            "expiration",
            "expiry",
            "hint",
            "length",
            "lifetime",
            "method",
            "methods",
            "mode",
            "name",
            "policy",
            "required",
            "scheme",
            "status",
            "type",
            "uri",
            "url");

    private static final Pattern NEXT_WORD = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern ABBREVIATION = Pattern.compile("([A-Z])([A-Z][a-z])");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern VERSION = Pattern.compile("[0-9]+$");

    private SecretNames() {}

    /** Where a name occurs. */
    enum Place {
        HEADERS,
        QUERIES,
        CONTENT
    }

    static boolean has(String name, Place place) {
        List<String> words = words(name);
        if (words.isEmpty()) {
            return false;
        }
        String joined = String.join("", words);
        if (JOINED.contains(joined)) {
            return true;
        }
        if (place == Place.HEADERS && (joined.contains("authorization") || joined.contains("cookie"))) {
            return true;
        }
        if (ABOUT.contains(words.getLast()) || isPageToken(words) || isOrderKey(words)) {
            return false;
        }
        return words.stream().anyMatch(word -> WORDS.contains(word) || isRequestWord(word, words, place))
                || pairs(words).stream().anyMatch(JOINED::contains)
                || joined.endsWith("password")
                || joined.endsWith("secret")
                || joined.endsWith("passwd");
    }

    private static boolean isRequestWord(String word, List<String> words, Place place) {
        if (!WORDS_OF_REQUESTS.contains(word)) {
            return false;
        }
        return switch (place) {
            // a name that is only "code" is an authorization code; in longer names it is a status or a country
            case HEADERS -> !word.equals("code") && !word.equals("nonce") && !word.equals("sign");
            case QUERIES -> !word.equals("code") || words.size() == 1;
            case CONTENT -> false;
        };
    }

    /** A continuation token of a list grants no access. */
    private static boolean isPageToken(List<String> words) {
        return words.size() == 2
                && words.getLast().equals("token")
                && Set.of("skip", "page", "delta", "continuation", "next").contains(words.getFirst());
    }

    /** Keys that identify requests or rows. */
    private static boolean isOrderKey(List<String> words) {
        return words.size() == 2
                && words.getLast().equals("key")
                && Set.of("idempotency", "partition", "row", "sort", "surrogate")
                        .contains(words.getFirst());
    }

    private static List<String> pairs(List<String> words) {
        return java.util.stream.IntStream.range(1, words.size())
                .mapToObj(i -> words.get(i - 1) + words.get(i))
                .toList();
    }

    /** Returns the words in lower case, without versions and leading prefixes. */
    private static List<String> words(String name) {
        String cut = name.length() > 200 ? name.substring(0, 200) : name;
        if (cut.length() > 1 && cut.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return List.of(cut); // as most names
        }
        String separated =
                ABBREVIATION.matcher(NEXT_WORD.matcher(cut).replaceAll("$1 $2")).replaceAll("$1 $2");
        return SEPARATORS
                .splitAsStream(separated.toLowerCase(Locale.ROOT))
                .map(word -> VERSION.matcher(word).replaceFirst(""))
                .filter(word -> !word.isEmpty() && !word.equals("v") && !word.equals("x"))
                .toList();
    }
}
