package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a recipient while a cmdlet changes them, the primary address first. The prefix {@code SMTP:} marks the
 * primary address; {@code smtp:} or no prefix a secondary one.
 */
final class ProxyAddresses {
    private static final String PREFIX = "smtp:";
    private final DirectorySnapshot directory;
    private final List<String> addresses;

    ProxyAddresses(DirectorySnapshot directory, List<String> addresses) {
        this.directory = directory;
        this.addresses = new ArrayList<>(addresses);
    }

    /** Returns the addresses, the primary address first. */
    List<String> all() {
        return List.copyOf(addresses);
    }

    /** The previous primary address becomes a secondary one. */
    void makePrimary(String address) {
        addresses.removeIf(address::equalsIgnoreCase);
        addresses.addFirst(Checks.address(directory, address));
    }

    void change(ArgumentValue given) {
        switch (given) {
            case ArgumentValue.Changes(List<String> add, List<String> remove) -> {
                remove.forEach(this::remove);
                add.forEach(this::add);
            }
            case ArgumentValue.Texts(List<String> texts) -> replace(texts);
            default ->
                throw CmdletFailures.invalid("EmailAddresses can't be empty: a recipient has a primary SMTP address.");
        }
    }

    /** If no address has the prefix {@code SMTP:}, the first one without a prefix becomes the primary address. */
    private void replace(List<String> texts) {
        List<String> primary = texts.stream().filter(ProxyAddresses::isPrimary).toList();
        if (primary.isEmpty()) {
            primary = texts.stream()
                    .filter(text -> text.indexOf(':') < 0)
                    .limit(1)
                    .toList();
        }
        if (primary.size() != 1) {
            throw CmdletFailures.invalid(
                    "EmailAddresses must contain exactly one primary SMTP address, which begins with SMTP: in upper"
                            + " case.");
        }
        String chosen = bare(primary.getFirst());
        addresses.clear();
        texts.forEach(text -> add(PREFIX + bare(text)));
        makePrimary(chosen);
    }

    private void add(String text) {
        String address = Checks.address(directory, bare(text));
        if (isPrimary(text)) {
            makePrimary(address);
        } else if (addresses.stream().noneMatch(address::equalsIgnoreCase)) {
            addresses.add(address);
        }
    }

    private void remove(String text) {
        String address = bare(text);
        if (addresses.getFirst().equalsIgnoreCase(address)) {
            throw CmdletFailures.invalid(
                    "The primary SMTP address '" + address + "' can't be removed. Choose another one first.");
        }
        if (!addresses.removeIf(address::equalsIgnoreCase)) {
            throw CmdletFailures.invalid("The address '" + address + "' isn't one of this recipient's addresses.");
        }
    }

    private static boolean isPrimary(String text) {
        return text.startsWith("SMTP:");
    }

    private static String bare(String text) {
        if (Folding.lower(text).startsWith(PREFIX)) {
            return text.substring(PREFIX.length());
        }
        if (text.indexOf(':') >= 0) {
            throw CmdletFailures.invalid(
                    "The address '" + text + "' isn't an SMTP address; other address types are not supported.");
        }
        return text;
    }
}
