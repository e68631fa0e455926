package dev.postern.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Bars for the minutes of the last hour, the oldest at the left, in the coordinates of the picture.
 *
 * @param most the number at the top
 * @param bars those that are not empty
 */
public record TrafficChart(String title, long most, long total, List<Bar> bars) {
    /** The size of the picture. */
    public static final int WIDTH = 600;

    /** The size of the picture. */
    public static final int HEIGHT = 110;

    static final int MINUTES = 60;

    /** @param kind the class of the style sheet */
    public record Bar(String kind, int x, int y, int width, int height) {}

    /** One thing that is counted. */
    record Series(String kind, ToLongFunction<Sample> count) {}

    static TrafficChart of(String title, List<Sample> samples, Instant now, List<Series> stacked) {
        long[][] minutes = new long[stacked.size()][MINUTES];
        for (Sample sample : samples) {
            long ago = Duration.between(sample.from(), now).toMinutes();
            if (ago >= 0 && ago < MINUTES) {
                for (int i = 0; i < stacked.size(); i++) {
                    minutes[i][MINUTES - 1 - (int) ago] +=
                            stacked.get(i).count().applyAsLong(sample);
                }
            }
        }
        long most = 0;
        long total = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            long sum = 0;
            for (long[] series : minutes) {
                sum += series[minute];
            }
            most = Math.max(most, sum);
            total += sum;
        }
        return new TrafficChart(title, most, total, bars(minutes, most, stacked));
    }

    private static List<Bar> bars(long[][] minutes, long most, List<Series> stacked) {
        var bars = new ArrayList<Bar>();
        int width = WIDTH / MINUTES;
        for (int minute = 0; minute < MINUTES; minute++) {
            int floor = HEIGHT - 1;
            for (int i = 0; i < minutes.length; i++) {
                if (minutes[i][minute] > 0) {
                    // at least visible
                    int height = (int) Math.max(2, Math.round((double) minutes[i][minute] / most * (HEIGHT - 2)));
                    floor -= height;
                    bars.add(new Bar(stacked.get(i).kind(), minute * width + 1, floor, width - 2, height));
                }
            }
        }
        return bars;
    }
}
