package dev.postern.directory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes names in the characters of mail addresses, as Exchange does for addresses that it makes: ö becomes oe, é becomes e. The letters
 * that are more than a letter with marks are in {@code best-fit.csv}.
 */
public final class BestFit {
    private static final int LONGEST_LOCAL_PART = 64;
    private static final Map<Integer, String> LETTERS = letters();
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9!#$%&'*+/=^_`{|}~.-]");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[A-Za-z0-9]");
    private static final Pattern STRAY_PERIOD = Pattern.compile("^\\.+|\\.+$|(?<=\\.)\\.+");

    private BestFit() {}

    /**
     * The local part of an address for a name, without the characters that have no form in ASCII; empty if no letter or digit is left, or only
     * digits of a name with letters.
     */
    public static Optional<String> localPart(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        String fitting =
                composed.codePoints().mapToObj(point -> ascii(point).orElse("")).collect(Collectors.joining());
        String allowed = NOT_ALLOWED.matcher(fitting).replaceAll("");
        String cut = allowed.substring(0, Math.min(allowed.length(), LONGEST_LOCAL_PART));
        String local = STRAY_PERIOD.matcher(cut).replaceAll("");
        Pattern needed = composed.codePoints().anyMatch(Character::isLetter) ? LETTER : LETTER_OR_DIGIT;
        return needed.matcher(local).find() ? Optional.of(local) : Optional.empty();
    }

    /** What a character is written as in ASCII; empty if nothing fits. */
    public static Optional<String> ascii(int codePoint) {
        if (codePoint < 0x80) {
            return Optional.of(Character.toString(codePoint));
        }
        String listed = LETTERS.get(codePoint);
        if (listed != null) {
            return Optional.of(listed);
        }
        String bare = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD)
                .codePoints()
                .filter(point -> point < 0x80)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return bare.isEmpty() ? Optional.empty() : Optional.of(bare);
    }

    private static Map<Integer, String> letters() {
        InputStream resource = Objects.requireNonNull(
                BestFit.class.getResourceAsStream("best-fit.csv"), "best-fit.csv is not in the jar");
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", 2))
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0].codePointAt(0), cells -> cells[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
