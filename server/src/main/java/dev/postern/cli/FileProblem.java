package dev.postern.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why a file cannot be read or written, in words. The messages of the exceptions are only the names of files. */
public final class FileProblem {
    private FileProblem() {}

    /** Returns the reason without a full stop. */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case FileAlreadyExistsException existing -> existing.getFile() + " exists already";
            case NotDirectoryException file -> file.getFile() + " is not a directory";
            case DirectoryNotEmptyException full -> full.getFile() + " is not empty";
            case FileSystemException other
            when other.getReason() != null ->
                other.getFile() + ": " + other.getReason().toLowerCase(Locale.ROOT);
            default -> e.getMessage() == null ? "it cannot be accessed" : e.getMessage();
        };
    }

    /** Returns the reason why a file cannot be written. What does not exist then is its directory. */
    public static String writing(IOException e) {
        return e instanceof NoSuchFileException ? "its directory does not exist" : of(e);
    }
}
