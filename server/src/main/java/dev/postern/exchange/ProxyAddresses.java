package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a recipient while they are changed, the primary one first. {@code SMTP:} before an address makes it the
 * primary one, {@code smtp:} or nothing a further one.
 */
final class ProxyAddresses {
    private static final String PREFIX = "smtp:";
    private final DirectorySnapshot directory;
    private final List<String> addresses;

    ProxyAddresses(DirectorySnapshot directory, List<String> addresses) {
        this.directory = directory;
        this.addresses = new ArrayList<>(addresses);
    }

    /** The addresses, the primary one first. */
    List<String> all() {
        return List.copyOf(addresses);
    }

    /** What was the primary address stays as a further one. */
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

    /** Without {@code SMTP:} the first address that has no prefix is the primary one. */
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
                    "EmailAddresses must hold exactly one primary SMTP address, which begins with SMTP: in upper"
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
            throw CmdletFailures.invalid("The address '" + text + "' isn't an SMTP address; no others are kept here.");
        }
        return text;
    }
}
