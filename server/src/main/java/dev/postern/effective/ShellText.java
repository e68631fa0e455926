package dev.postern.effective;

/** Arguments of commands as a POSIX shell reads them. */
public final class ShellText {
    private ShellText() {}

    public static String quoted(String text) {
        return text.matches("[A-Za-z0-9@._:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
