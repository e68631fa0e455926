package dev.postern;

import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the server of {@link Training}. Its data exist already, so it creates an empty database too, as the first start of a server does. */
final class TrainedServer {
    private TrainedServer() {}

    /** @param args the folder of the training, then the command line of the server */
    public static void main(String[] args) {
        new SqliteDatabase(Path.of(args[0], "empty.db"), StatementListener.NONE).close();
        Main.main(Arrays.copyOfRange(args, 1, args.length));
    }
}
