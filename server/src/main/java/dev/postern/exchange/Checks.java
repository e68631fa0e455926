package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.BestFit;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.MailRecipient;
import dev.postern.query.Folding;
import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Validates names, aliases and addresses. */
final class Checks {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_DISPLAY_NAME_LENGTH = 256;
    private static final int MAX_ADDRESS_LENGTH = 254;
    private static final String ALIAS_CHARACTER = "[A-Za-z0-9!#%*+\\-/=?^_~$&'{}|`\\u00a1-\\u00ff]";
    private static final Pattern ALIAS = Pattern.compile(ALIAS_CHARACTER + "+(?:\\." + ALIAS_CHARACTER + "+)*");
    private static final Pattern IN_ALIAS = Pattern.compile(ALIAS_CHARACTER + "|\\.");
    private static final Pattern OUTER_PERIOD = Pattern.compile("^\\.|\\.$|(?<=\\.)\\.");
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");

    private Checks() {}

    static String name(String name) {
        return text("Name", name, MAX_NAME_LENGTH);
    }

    static String displayName(String name) {
        return text("DisplayName", name, MAX_DISPLAY_NAME_LENGTH);
    }

    /** Refuses control characters, because names become part of mail headers and distinguished names. */
    static String text(String property, String value, int maxLength) {
        length(property, value, maxLength);
        if (value.isBlank() || !value.equals(value.strip())) {
            throw CmdletFailures.invalid("The property " + property + " is empty or begins or ends with a space.");
        }
        return line(property, value);
    }

    /** Checks a text of one line, which may be empty. */
    static String line(String property, String value) {
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw CmdletFailures.invalid(
                    "The property " + property + " contains control characters, which are not allowed.");
        }
        return value;
    }

    static String length(String property, String value, int maxLength) {
        if (value.length() > maxLength) {
            throw CmdletFailures.invalid("The length of the property is too long. The maximum length is " + maxLength
                    + " and the length of the value provided is " + value.length() + ". Property Name: " + property);
        }
        return value;
    }

    static String alias(String alias) {
        length("Alias", alias, MAX_NAME_LENGTH);
        if (!ALIAS.matcher(alias).matches()) {
            throw CmdletFailures.invalid(
                    "The value \"" + alias + "\" of property Alias isn't valid. It can contain letters, digits,"
                            + " some punctuation, and periods between them.");
        }
        return alias;
    }

    /**
     * Returns the default alias for a name: without spaces, letters that an alias cannot contain by best fit, other invalid characters
     * replaced by question marks.
     */
    static String aliasOf(String name) {
        String bare = Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .filter(point -> point != ' ')
                .mapToObj(Checks::inAlias)
                .collect(Collectors.joining());
        String cut = bare.substring(0, Math.min(bare.length(), MAX_NAME_LENGTH));
        return alias(OUTER_PERIOD.matcher(cut).replaceAll("?"));
    }

    private static String inAlias(int point) {
        String character = Character.toString(point);
        if (IN_ALIAS.matcher(character).matches()) {
            return character;
        }
        return BestFit.ascii(point)
                .filter(fitting -> ALIAS.matcher(fitting).matches())
                .orElse("?");
    }

    /** Returns the default address for an alias. It contains no question marks, which readers take for lost characters. */
    static String addressOf(DirectorySnapshot directory, String alias) {
        return localPart(alias) + "@" + directory.tenant().defaultDomain();
    }

    /** Returns what an address made from this name begins with. */
    static String localPart(String name) {
        return BestFit.localPart(name)
                .orElseThrow(() -> CmdletFailures.invalid("No e-mail address can be made from \"" + name
                        + "\", because it has no letters or digits that addresses may contain. Specify -Alias with such"
                        + " letters, or the whole address with -PrimarySmtpAddress."));
    }

    /** Checks that an address is in one of the tenant's domains and returns it unchanged. */
    static String address(DirectorySnapshot directory, String address) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1);
        if (at < 1
                || address.length() > MAX_ADDRESS_LENGTH
                || !LOCAL.matcher(address.substring(0, at)).matches()) {
            throw CmdletFailures.invalid("The address '" + address + "' isn't a valid SMTP address.");
        }
        if (!directory.isAccepted(domain)) {
            throw CmdletFailures.foreignDomain(Folding.lower(domain));
        }
        return address;
    }

    /** Checks that no other recipient of the tenant has this name, because names form distinguished names. */
    static String freeName(DirectorySnapshot directory, ObjectId self, String name) {
        boolean taken = MailRecipient.called(directory, name, null)
                .anyMatch(other ->
                        !other.id().equals(self) && other.recipient().name().equalsIgnoreCase(name));
        if (taken) {
            throw CmdletFailures.nameTaken(DistinguishedNames.of(directory.tenant(), name));
        }
        return name;
    }
}
