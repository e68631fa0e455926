package dev.postern.workflow.expression;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/**
 * What a culture says about numbers.
 *
 * @param groups the sizes of groups from the point outwards; the last one repeats
 * @param currency where the amount {@code n} is beside the symbol of the currency
 * @param percent where the number {@code n} is beside the sign
 */
record NumberCulture(
        String point,
        String group,
        String minus,
        int[] groups,
        String currency,
        int currencyDigits,
        String percent,
        String perMille) {
    private static final Set<String> INDIAN =
            Set.of("hi", "bn", "gu", "kn", "ml", "mr", "pa", "ta", "te", "as", "or", "sa");

    static NumberCulture of(Locale locale) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        DecimalFormat money = (DecimalFormat) NumberFormat.getCurrencyInstance(locale);
        boolean indian = locale.getCountry().equals("IN") || INDIAN.contains(locale.getLanguage());
        Currency currency = money.getCurrency();
        return new NumberCulture(
                String.valueOf(symbols.getDecimalSeparator()),
                String.valueOf(symbols.getGroupingSeparator()),
                String.valueOf(symbols.getMinusSign()),
                indian ? new int[] {3, 2} : new int[] {3},
                around(money.toPattern(), "¤", symbol(currency, locale)),
                money.getMaximumFractionDigits(),
                around(
                        ((DecimalFormat) NumberFormat.getPercentInstance(locale)).toPattern(),
                        "%",
                        String.valueOf(symbols.getPercent())),
                String.valueOf(symbols.getPerMill()));
    }

    /** The documentation of {@code formatNumber} shows the crown with this symbol. */
    private static String symbol(Currency currency, Locale locale) {
        return locale.getLanguage().equals("is") && currency.getCurrencyCode().equals("ISK")
                ? "kr"
                : currency.getSymbol(locale);
    }

    /** Keeps of a pattern only the side of the sign and the space between it and the number, which .NET makes an ordinary one. */
    private static String around(String pattern, String sign, String shown) {
        String positive = pattern.split(";", 2)[0];
        int at = positive.indexOf(sign);
        if (at < 0) {
            return "n";
        }
        boolean before = at < Math.max(positive.indexOf('0'), positive.indexOf('#'));
        String between = positive.chars().anyMatch(Character::isSpaceChar) ? " " : "";
        return before ? shown + between + "n" : "n" + between + shown;
    }

    /** Separates the digits before the point into groups. */
    String grouped(String digits) {
        var made = new StringBuilder(digits);
        int index = 0;
        int at = digits.length() - groups[0];
        while (at > 0) {
            made.insert(at, group);
            index = Math.min(index + 1, groups.length - 1);
            at -= groups[index];
        }
        return made.toString();
    }
}
