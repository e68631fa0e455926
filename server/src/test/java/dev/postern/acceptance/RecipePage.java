package dev.postern.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a page in the documentation. Blocks that begin with {@code ```sh} are commands. {@code ```sh server} is the command that
 * starts the server, in a terminal of its own. A block {@code ```text} after commands is what they print; a line of only {@code ...} stands for
 * any lines. All other blocks are left out.
 */
record RecipePage(Path file, List<Block> blocks) {
    /**
     * Commands.
     *
     * @param line of the page, where they begin
     * @param printed the lines that must be in the output, in this order
     */
    record Block(int line, boolean server, List<String> commands, List<String> printed) {}

    static RecipePage read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Block> blocks = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            String fence = lines.get(at);
            if (!fence.startsWith("```")) {
                continue;
            }
            int end = at + 1;
            while (!lines.get(end).equals("```")) {
                end++;
            }
            List<String> content = List.copyOf(lines.subList(at + 1, end));
            switch (fence) {
                case "```sh", "```sh server" ->
                    blocks.add(new Block(at + 2, fence.endsWith("server"), content, List.of()));
                case "```text" -> expect(blocks, content);
                default -> {}
            }
            at = end;
        }
        return new RecipePage(file, List.copyOf(blocks));
    }

    private static void expect(List<Block> blocks, List<String> printed) {
        if (!blocks.isEmpty() && blocks.getLast().printed().isEmpty()) {
            Block last = blocks.removeLast();
            blocks.add(new Block(last.line(), last.server(), last.commands(), printed));
        }
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
