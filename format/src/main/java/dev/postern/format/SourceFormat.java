package dev.postern.format;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks or rewrites the layout of every Java file of the project. It runs on the JDK that the toolchain selected, so the
 * check works whatever Java started Maven.
 */
public final class SourceFormat {
    private SourceFormat() {}

    /** First argument {@code check} or {@code apply}, second the project's folder. Exit status 1 when a check fails. */
    public static void main(String[] args) throws IOException, FormatterException {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]).toRealPath();
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .formatJavadoc(false)
                .build());
        int wrong = 0;
        for (Path file : sources(root)) {
            String before = Files.readString(file);
            String after = formatter.formatSourceAndFixImports(before);
            if (before.equals(after)) {
                continue;
            }
            wrong++;
            System.out.println((apply ? "formatted " : "not formatted: ") + root.relativize(file));
            if (apply) {
                Files.writeString(file, after);
            }
        }
        if (wrong > 0 && !apply) {
            System.out.println(
                    wrong + " file(s) are not formatted. Run: mvn -q process-classes -pl format -Dformat=apply");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            return paths.filter(p -> p.toString().endsWith(".java"))
                    .filter(p -> !p.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
