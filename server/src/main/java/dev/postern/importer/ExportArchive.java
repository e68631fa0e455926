package dev.postern.importer;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an archive with the files of an export. A file that is no JSON, or nested too deeply, is not used at all, because its end may be missing. */
final class ExportArchive {
    private static final int MAX_FILES = 1_000;
    /** Of text that is not UTF-8 and has no byte order mark. */
    private static final Charset LEGACY = Charset.forName("windows-1252");

    private final TenantImport.Source source;
    private final ImportLimits limits;
    private final ImportBudget budget;
    private final ImportReport report;
    private final Map<ExportFile, List<ExportItem>> items = new EnumMap<>(ExportFile.class);
    private final Map<ExportFile, Set<String>> properties = new EnumMap<>(ExportFile.class);
    private final Set<ExportFile> unreadable = EnumSet.noneOf(ExportFile.class);
    private final Set<ExportFile> legacy = EnumSet.noneOf(ExportFile.class);

    private ExportArchive(TenantImport.Source source, ImportLimits limits, ImportBudget budget, ImportReport report) {
        this.source = source;
        this.limits = limits;
        this.budget = budget;
        this.report = report;
    }

    /** @throws ImportRefused beyond a limit, or if it is no archive */
    static Export read(TenantImport.Source source, ImportLimits limits, ImportBudget budget, ImportReport report) {
        ExportArchive archive = new ExportArchive(source, limits, budget, report);
        try {
            archive.pass(EnumSet.allOf(ExportFile.class));
            if (!archive.legacy.isEmpty()) {
                archive.pass(EnumSet.copyOf(archive.legacy));
            }
        } catch (ZipException e) {
            throw new ImportRefused("The body is not a valid ZIP archive: " + e.getMessage());
        } catch (IOException e) {
            throw new ImportRefused("The archive cannot be read: " + e.getMessage());
        }
        return new Export(archive.items, archive.properties, archive.unreadable);
    }

    private void pass(Set<ExportFile> wanted) throws IOException {
        int count = 0;
        Set<ExportFile> seen = EnumSet.noneOf(ExportFile.class);
        try (ZipInputStream zip = new ZipInputStream(source.open())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++count > MAX_FILES) {
                    throw new ImportRefused("The archive has more than " + MAX_FILES + " files.");
                }
                var file = ExportFile.called(entry.getName());
                if (file.isEmpty()) {
                    new Bounded(zip, entry.getName()).transferTo(java.io.OutputStream.nullOutputStream());
                } else if (!seen.add(file.get())) {
                    throw new ImportRefused(
                            "The archive has two files called " + file.get().text() + ".");
                } else if (wanted.contains(file.get())) {
                    file(file.get(), new Bounded(zip, file.get().text()));
                }
            }
        }
    }

    private void file(ExportFile file, InputStream bytes) throws IOException {
        List<ExportItem> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try {
            ItemReader.read(file, limits, budget, reader(file, bytes), value -> add(file, found, value), seen);
            items.put(file, found);
            properties.put(file, seen);
        } catch (JacksonException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                retry(file, e);
            } else {
                unreadable(file, ItemReader.place(e));
            }
        } catch (CharacterCodingException e) {
            retry(file, e);
        }
    }

    private void retry(ExportFile file, Exception e) {
        if (!legacy.add(file)) {
            unreadable(file, "The file is no text: " + e.getMessage());
        }
    }

    private void unreadable(ExportFile file, String reason) {
        unreadable.add(file);
        report.unused(file, "*", reason);
    }

    private void add(ExportFile file, List<ExportItem> found, JsonNode value) {
        if (found.size() >= limits.items()) {
            throw new ImportRefused(file.text() + " has more than " + limits.items() + " items.");
        }
        if (value instanceof ObjectNode object) {
            found.add(new ExportItem(found.size() + 1, object));
        } else {
            report.unused(
                    file,
                    ExportValues.isCut(value) ? "*" : value.asString(""),
                    "A text is in the place of an object. If it is a type, increase -Depth of ConvertTo-Json.");
        }
    }

    /** By the byte order mark, by zero bytes, or UTF-8. */
    private Reader reader(ExportFile file, InputStream bytes) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes, 4);
        byte[] first = in.readNBytes(4);
        Charset charset = legacy.contains(file) ? LEGACY : StandardCharsets.UTF_8;
        int mark = 0;
        if (begins(first, 0xef, 0xbb, 0xbf)) {
            mark = 3;
        } else if (begins(first, 0xff, 0xfe)) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (begins(first, 0xfe, 0xff)) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        } else if (first.length >= 2 && first[0] == 0) {
            charset = StandardCharsets.UTF_16BE;
        } else if (first.length >= 2 && first[1] == 0) {
            charset = StandardCharsets.UTF_16LE;
        }
        in.unread(first, mark, first.length - mark);
        return new BufferedReader(new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(
                                charset.equals(LEGACY) ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT)));
    }

    private static boolean begins(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** A file of the archive up to the limit. It does not close the archive. */
    private final class Bounded extends FilterInputStream {
        private final String name;
        private long left = limits.fileBytes();

        Bounded(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = in.read(into, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new ImportRefused(name + " has more than " + limits.fileBytes() + " bytes.");
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
