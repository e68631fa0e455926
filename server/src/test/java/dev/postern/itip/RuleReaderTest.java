package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of other programs as patterns and ranges. */
class RuleReaderTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** A Tuesday. */
    private static final LocalDateTime START = LocalDateTime.parse("2026-12-01T09:00");

    private static RuleReader.Rule read(String rule) {
        return RuleReader.read(rule, START, BERLIN);
    }

    private static String written(String rule) {
        return RuleWriter.write(Objects.requireNonNull(read(rule).recurrence()), LocalTime.of(9, 0), BERLIN);
    }

    /** Rules that a pattern says exactly, and how they are written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=DAILY|FREQ=DAILY",
                "freq=daily;interval=3;count=4|FREQ=DAILY;INTERVAL=3;COUNT=4",
                "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR|FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO",
                "FREQ=WEEKLY|FREQ=WEEKLY;BYDAY=TU;WKST=MO",
                "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TH, TU|FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU",
                "FREQ=MONTHLY|FREQ=MONTHLY;BYMONTHDAY=1",
                "FREQ=MONTHLY;BYMONTHDAY=1|FREQ=MONTHLY;BYMONTHDAY=1",
                "FREQ=MONTHLY;BYDAY=1TU|FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
                "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1|FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
                "FREQ=MONTHLY;BYDAY=TU|FREQ=WEEKLY;BYDAY=TU;WKST=MO",
                "FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=1|FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
                "FREQ=MONTHLY;INTERVAL=120|FREQ=YEARLY;INTERVAL=10;BYMONTH=12;BYMONTHDAY=1",
                "FREQ=YEARLY|FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
                "FREQ=YEARLY;BYMONTH=12;BYDAY=1TU|FREQ=YEARLY;BYMONTH=12;BYDAY=TU;BYSETPOS=1",
                "FREQ=DAILY;UNTIL=20261210|FREQ=DAILY;UNTIL=20261210T080000Z",
                "FREQ=DAILY;UNTIL=20261210T080000Z|FREQ=DAILY;UNTIL=20261210T080000Z",
                "FREQ=DAILY;UNTIL=20261210T075959Z|FREQ=DAILY;UNTIL=20261209T080000Z",
                "FREQ=DAILY;UNTIL=20261210T235959|FREQ=DAILY;UNTIL=20261210T080000Z"
            })
    void aRuleIsReadExactly(String rule, String written) {
        RuleReader.Rule read = read(rule);
        assertEquals(written, written(rule));
        assertEquals(true, read.isExact(), rule);
        assertEquals(read, read(written));
    }

    /** The last day of a month that is too short. */
    @ParameterizedTest
    @CsvSource({"29", "30", "31"})
    void daysThatNotEveryMonthHas(int day) {
        LocalDateTime start = LocalDateTime.parse("2026-12-01T09:00").withDayOfMonth(day);
        String rule = day == 31
                ? "BYMONTHDAY=-1"
                : day == 30 ? "BYMONTHDAY=28,29,30;BYSETPOS=-1" : "BYMONTHDAY=28,29;BYSETPOS=-1";
        RuleReader.Rule read = RuleReader.read("FREQ=MONTHLY;" + rule, start, BERLIN);
        assertEquals(true, read.isExact());
        assertEquals(
                "FREQ=MONTHLY;" + rule,
                RuleWriter.write(Objects.requireNonNull(read.recurrence()), LocalTime.of(9, 0), BERLIN));
        RuleReader.Rule plain = RuleReader.read("FREQ=MONTHLY;BYMONTHDAY=" + day, start, BERLIN);
        assertEquals(read.recurrence(), plain.recurrence());
        assertEquals(false, plain.isExact(), "other programs skip short months");
    }

    /** Rules without a pattern are near one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=DAILY;INTERVAL=2;BYDAY=TU|FREQ=DAILY;INTERVAL=2",
                "FREQ=DAILY;BYHOUR=9,15|FREQ=DAILY",
                "FREQ=WEEKLY;BYMONTH=12|FREQ=WEEKLY;BYDAY=TU;WKST=MO",
                "FREQ=MONTHLY;BYMONTHDAY=1,15|FREQ=MONTHLY;BYMONTHDAY=1",
                "FREQ=MONTHLY;BYDAY=1TU,3TU|FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
                "FREQ=MONTHLY;BYDAY=5TU|FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1",
                "FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=1|FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
                "FREQ=YEARLY;BYMONTH=6,12|FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
                "FREQ=YEARLY;BYWEEKNO=20|FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
                "FREQ=YEARLY;BYYEARDAY=100|FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE|FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=MO",
                "FREQ=DAILY;COUNT=99999|FREQ=DAILY",
                "FREQ=DAILY;UNTIL=soon|FREQ=DAILY",
                "FREQ=DAILY;UNTIL=99991231|FREQ=DAILY"
            })
    void otherRulesAreTheNearestPattern(String rule, String nearest) {
        assertEquals(nearest, written(rule));
        assertEquals(false, read(rule).isExact(), rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=HOURLY",
                "FREQ=SECONDLY;COUNT=1000000",
                "INTERVAL=2",
                "''",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;INTERVAL=5000",
                "FREQ=WEEKLY;INTERVAL=2147483647",
                "FREQ=WEEKLY;INTERVAL=2147483648",
                "FREQ=WEEKLY;INTERVAL=1.5",
                "FREQ=WEEKLY;INTERVAL=x",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;UNTIL=20200101",
                "FREQ=MONTHLY;BYMONTHDAY=77",
                "FREQ=YEARLY;BYMONTH=13"
            })
    void aRuleThatIsNearNothingIsASingleEvent(String rule) {
        assertNull(read(rule).recurrence(), rule);
        assertEquals(false, read(rule).isExact());
    }

    @Test
    void theEndOfAnAllDaySeriesIsADate() {
        RuleReader.Rule rule = RuleReader.read(
                "FREQ=DAILY;UNTIL=20261210T230000Z", START.toLocalDate().atStartOfDay(), null);
        assertEquals(
                "FREQ=DAILY;UNTIL=20261210", RuleWriter.write(Objects.requireNonNull(rule.recurrence()), null, null));
        assertNotNull(rule.recurrence());
    }
}
