package dev.postern.cmdlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Cmdlets by name, read from a table in this package. Immutable. */
public final class CmdletTable {
    private static final int CELLS = 7;
    private final Map<String, Cmdlet> cmdlets;

    private CmdletTable(Map<String, Cmdlet> cmdlets) {
        this.cmdlets = cmdlets;
    }

    /** The cmdlets of Exchange that are implemented. */
    public static CmdletTable exchange() {
        return read("exchange.csv");
    }

    /** The cmdlets of the Graph, Az and AzureAD modules that the command line supports. */
    public static CmdletTable directory() {
        return read("directory.csv");
    }

    private static CmdletTable read(String file) {
        InputStream resource =
                Objects.requireNonNull(CmdletTable.class.getResourceAsStream(file), file + " is not in the jar");
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            var parameters = new LinkedHashMap<String, List<CmdletParameter>>();
            lines.lines().skip(1).forEach(line -> {
                List<String> cells = List.of(line.split(",", CELLS));
                parameters
                        .computeIfAbsent(cells.getFirst(), name -> new ArrayList<>())
                        .add(parameter(cells));
            });
            var cmdlets = new LinkedHashMap<String, Cmdlet>();
            parameters.forEach((name, of) -> cmdlets.put(fold(name), new Cmdlet(name, of)));
            return new CmdletTable(cmdlets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CmdletParameter parameter(List<String> cells) {
        String place = cells.get(3);
        return new CmdletParameter(
                cells.get(1),
                ParameterKind.valueOf(cells.get(2)),
                place.startsWith("R"),
                place.endsWith("1") ? 1 : 0,
                Set.copyOf(list(cells.get(4))),
                list(cells.get(5)),
                list(cells.get(6)));
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split("\\|"));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public Optional<Cmdlet> find(String name) {
        return Optional.ofNullable(cmdlets.get(fold(name)));
    }

    /** Returns all cmdlets, in the order of the table. */
    public List<Cmdlet> all() {
        return List.copyOf(cmdlets.values());
    }
}
