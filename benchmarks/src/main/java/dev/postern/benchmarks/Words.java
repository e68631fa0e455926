package dev.postern.benchmarks;

import java.util.random.RandomGenerator;

/** Text with the word frequencies of mail: a few frequent words, many rare ones. Stateless. */
final class Words {
    private static final int VOCABULARY = 20_000;
    private static final String[] SYLLABLES = {
        "ka", "lo", "mi", "ne", "ru", "sa", "to", "vi", "be", "du", "fa", "go", "he", "ju", "pe", "xi"
    };

    private Words() {}

    /** The word with this number; higher numbers are rarer. */
    static String word(int number) {
        var word = new StringBuilder();
        int rest = number + 17;
        while (rest > 0) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
            rest /= SYLLABLES.length;
        }
        return word.toString();
    }

    /** A text of about this many characters. */
    static String text(RandomGenerator random, int characters) {
        var text = new StringBuilder(characters + 16);
        while (text.length() < characters) {
            double place = random.nextDouble();
            text.append(word((int) (VOCABULARY * place * place * place)))
                    .append(text.length() % 61 == 0 ? ".\r\n" : " ");
        }
        return text.toString();
    }
}
