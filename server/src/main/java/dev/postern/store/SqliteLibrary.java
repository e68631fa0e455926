package dev.postern.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.OSInfo;

/** The native library of SQLite, which its driver otherwise unpacks at each start. */
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /** Copies the library for this machine to a folder, for the property {@code org.sqlite.lib.path}. */
    public static void unpack(Path folder) throws IOException {
        String file = System.mapLibraryName("sqlitejdbc");
        String resource = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + file;
        try (InputStream library = OSInfo.class.getResourceAsStream(resource)) {
            if (library != null) {
                Files.copy(library, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
