package dev.postern.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Compares the mutants that no test killed with the list of those that are harmless. Each line of the list is for one mutant: class and
 * method, mutator, the text of the changed line, and the reason, separated by {@code " | "}. Lines of two mutants may be equal.
 */
public final class MutationCheck {
    private static final String SEPARATOR = " | ";

    private MutationCheck() {}

    /**
     * The report of PIT, the folder of the sources and the list. Exit status 1 if a mutant survived that is not in the list, or if a line of
     * the list is about a mutant of a class in the report that did not survive, or if no test ran.
     */
    public static void main(String[] args) throws IOException, ParserConfigurationException, SAXException {
        NodeList mutants = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(args[0]).toFile())
                .getElementsByTagName("mutation");
        Path sources = Path.of(args[1]);
        Map<String, Integer> harmless = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(args[2]))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                harmless.merge(withoutReason(line), 1, Integer::sum);
            }
        }
        if (ranNoTest(mutants)) {
            System.out.println(
                    "No test ran. PIT runs them on the Java on which Maven runs, which must be 25 or later.");
            System.exit(1);
        }
        List<String> classes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int listed = 0;
        for (int i = 0; i < mutants.getLength(); i++) {
            Element mutant = (Element) mutants.item(i);
            classes.add(simpleName(text(mutant, "mutatedClass")));
            if (mutant.getAttribute("detected").equals("true")) {
                continue;
            }
            String key = key(mutant, sources);
            if (harmless.merge(key, -1, Integer::sum) >= 0) {
                listed++;
            } else {
                unknown.add(mutant.getAttribute("status") + ": " + key + SEPARATOR + text(mutant, "description"));
            }
        }
        unknown.stream().sorted().forEach(System.out::println);
        List<String> unused = harmless.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .filter(key -> classes.contains(key.substring(0, key.indexOf('#'))))
                .toList();
        unused.forEach(key -> System.out.println("not needed in " + args[2] + ": " + key));
        System.out.println(mutants.getLength() + " mutants, " + listed + " harmless, " + unknown.size() + " survived, "
                + unused.size() + " lines not needed");
        if (!unknown.isEmpty() || !unused.isEmpty()) {
            System.exit(1);
        }
    }

    private static boolean ranNoTest(NodeList mutants) {
        for (int i = 0; i < mutants.getLength(); i++) {
            if (!((Element) mutants.item(i)).getAttribute("status").equals("NO_COVERAGE")) {
                return false;
            }
        }
        return true;
    }

    private static String withoutReason(String line) {
        int end = line.lastIndexOf(SEPARATOR);
        if (end < 0 || line.substring(end + SEPARATOR.length()).isBlank()) {
            throw new IllegalArgumentException("No reason: " + line);
        }
        return line.substring(0, end);
    }

    private static String key(Element mutant, Path sources) throws IOException {
        String type = text(mutant, "mutatedClass");
        Path file = sources.resolve(type.substring(0, type.lastIndexOf('.')).replace('.', '/'))
                .resolve(text(mutant, "sourceFile"));
        String line = Files.readAllLines(file).get(Integer.parseInt(text(mutant, "lineNumber")) - 1);
        String mutator = simpleName(text(mutant, "mutator")).replaceFirst("Mutator(_|$)", "$1");
        return simpleName(type) + "#" + text(mutant, "mutatedMethod") + SEPARATOR + mutator + SEPARATOR + line.strip();
    }

    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String text(Element mutant, String name) {
        return mutant.getElementsByTagName(name).item(0).getTextContent();
    }
}
